/**
 * What works on this machine, and where a node would listen on it. Decides what is worth telling its owner and what the owner can
 * do about it; never touches the node, its key or its database, and never listens anywhere but on loopback.
 */
@NullMarked
package io.comity.doctor;

import org.jspecify.annotations.NullMarked;
