/**
 * Streams over QUIC: one connection and one stream of it for each wire, with certificates that nodes sign for themselves on both
 * sides. Decides which connections may open a stream; never what a node may do, and the link inside encrypts once more.
 */
@NullMarked
package io.comity.transport.quic;

import org.jspecify.annotations.NullMarked;
