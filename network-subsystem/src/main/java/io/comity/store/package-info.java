/**
 * What a node knows for longer than it runs: adverts, petnames, what it granted and revoked, who used its tickets, how often it was started, and what was said on
 * topics. Keeps and gives back; never decides what is worth keeping.
 */
@NullMarked
package io.comity.store;

import org.jspecify.annotations.NullMarked;
