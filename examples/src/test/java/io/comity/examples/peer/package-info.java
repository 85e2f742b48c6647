/** The peer in JavaScript against a node in Java: decides whether the protocol's documents suffice. */
@NullMarked
package io.comity.examples.peer;

import org.jspecify.annotations.NullMarked;
