/**
 * What a peer can name, and what we can name of a peer: the tables whose indexes travel instead of addresses. Decides
 * whether a cast may pass, by looking at an entry; never reads a body and never asks anybody.
 */
@NullMarked
package io.comity.reference;

import org.jspecify.annotations.NullMarked;
