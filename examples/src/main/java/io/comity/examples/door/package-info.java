/**
 * A state machine: a door with a code. Decides what may happen in which state, and what happens by itself after a while; never
 * who may try.
 */
@NullMarked
package io.comity.examples.door;

import org.jspecify.annotations.NullMarked;
