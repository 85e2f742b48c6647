/**
 * What stands between the network and Artery, and the only place that knows Akka's insides: a provider that puts guarded
 * transports in the place of Akka's, a guard for the bytes of a connection, one for envelopes, one for datagrams. Decides
 * whether bytes may go on to Artery; never what they mean, and asks a {@link io.comity.transport.artery.guard.Doorkeeper} who
 * may come in. Written for Akka 2.8.5 and no other.
 */
@NullMarked
package io.comity.transport.artery.guard;

import org.jspecify.annotations.NullMarked;
