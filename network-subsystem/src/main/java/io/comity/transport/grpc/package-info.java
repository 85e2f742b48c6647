/**
 * Frames as messages of one gRPC stream over HTTP/2, for peers that only have gRPC. Decides how a frame is a message and what
 * a connection may cost before it carries a link; never who is at the other end.
 */
@NullMarked
package io.comity.transport.grpc;

import org.jspecify.annotations.NullMarked;
