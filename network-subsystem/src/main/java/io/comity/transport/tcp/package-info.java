/** Streams over TCP, in the clear but for what the link encrypts. Decides nothing but which sockets these are. */
@NullMarked
package io.comity.transport.tcp;

import org.jspecify.annotations.NullMarked;
