/**
 * What proves to a third party that one node sent a message to another: trees of hashes, statements and the keys that sign them,
 * proofs that can be kept in a file, and the account that both sides sign of what became of it. Decides whether a proof holds;
 * never asks a clock or a network, and never throws on hostile bytes.
 */
@NullMarked
package io.comity.evidence;

import org.jspecify.annotations.NullMarked;
