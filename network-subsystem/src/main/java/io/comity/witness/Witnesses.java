package io.comity.witness;

/**
 * What a node keeps of what others signed, and what it asks of them for it.
 *
 * @param maxUnsigned accounts that a sender may owe its signature before what it signs counts as unsigned
 */
public record Witnesses(Shelf shelf, LedgerBook ledgers, int maxUnsigned) {}
