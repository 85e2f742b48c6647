/**
 * How two nodes that do not trust the network become one link: the handshake that proves who is at the other end, the
 * sealed records that follow it, and the outbox that waits to be sealed. Decides whether bytes are authentic and whose
 * they are; never decides what their sender may do, and never touches a socket, a clock, a thread or a private identity
 * key.
 */
@NullMarked
package io.comity.session;

import org.jspecify.annotations.NullMarked;
