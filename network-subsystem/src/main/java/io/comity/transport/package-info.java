/**
 * The wires: one {@link io.comity.transport.TransportProtocol} engine per kind of wire, one
 * {@link io.comity.transport.TransportConnection} per physical connection, and the seam a kind of wire implements. Decides
 * how frames move; never what they mean, and is trusted with nothing but moving them.
 */
@NullMarked
package io.comity.transport;

import org.jspecify.annotations.NullMarked;
