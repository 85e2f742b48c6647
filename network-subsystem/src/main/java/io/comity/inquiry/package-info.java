/**
 * What the owner of a node may ask about its missions: which there are, who holds them, and why somebody cannot use one. Decides
 * how that is found in what the Router knew at one moment; changes nothing, and is never asked by a peer.
 */
@NullMarked
package io.comity.inquiry;

import org.jspecify.annotations.NullMarked;
