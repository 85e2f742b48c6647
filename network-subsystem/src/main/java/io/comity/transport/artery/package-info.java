/**
 * The artery-tls transport: a small ActorSystem of its own, TLS with certificates that nodes sign for themselves, and a guard
 * that reads every decrypted byte before Artery does. Decides who is at the other end of a connection and what may enter
 * Artery; never what a node may do, and never shows the engines' ActorSystem to the network.
 */
@NullMarked
package io.comity.transport.artery;

import org.jspecify.annotations.NullMarked;
