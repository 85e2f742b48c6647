/**
 * The demo: Alice, Bob and Mallory, each a process with a key of its own, on loopback. Decides the story and what must have
 * been counted at its end; never how a node does its work.
 */
@NullMarked
package io.comity.examples.demo;

import org.jspecify.annotations.NullMarked;
