package io.comity.sim;

/** A direction between two nodes. */
record Pair(String from, String to) {}
