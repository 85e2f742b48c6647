/**
 * What Comity lets through Akka's remoting: one header, two signed handshakes, one kind of packet. Decides whether the
 * bytes of an Artery envelope may become an object; never what a packet means, and never opens a socket.
 */
@NullMarked
package io.comity.artery;

import org.jspecify.annotations.NullMarked;
