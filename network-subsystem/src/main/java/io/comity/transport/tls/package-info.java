/**
 * Streams over TLS 1.3, with certificates that nodes sign for themselves on both sides. Decides whether the node that was
 * dialled is the one that answers; never what a node may do, and the link inside encrypts and authenticates once more.
 */
@NullMarked
package io.comity.transport.tls;

import org.jspecify.annotations.NullMarked;
