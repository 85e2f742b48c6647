/**
 * What a node keeps of the messages that others have signed for it: the signed messages themselves for a while, in memory, so that
 * its owner can take one out as a proof. Decides what is dropped; never who may send what.
 */
@NullMarked
package io.comity.witness;

import org.jspecify.annotations.NullMarked;
