/**
 * The demo of topics: Alice, whose topic it is, Bob and Carol, who each want a part of it, Dave, who comes late, and Mallory, who
 * lies; each a process with a key of its own, on loopback. Decides the story and what must have come of it; never how a node does
 * its work.
 */
@NullMarked
package io.comity.examples.demo.topics;

import org.jspecify.annotations.NullMarked;
