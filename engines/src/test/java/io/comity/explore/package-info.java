/**
 * Decides whether the handshake and the authorisation keep what they promise in every order of events up to a bound, against
 * an attacker who owns the network. It runs the machines of the product on real bytes, and never a model in their place.
 */
@org.jspecify.annotations.NullMarked
package io.comity.explore;
