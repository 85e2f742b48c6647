/**
 * An event stream: whoever is attached hears what is published. Decides who is attached; never who may attach or publish, which
 * are two missions.
 */
@NullMarked
package io.comity.examples.news;

import org.jspecify.annotations.NullMarked;
