package io.comity.filter;

/** One filter, ready to be held against what was read of a message. */
interface Condition {
    boolean holds(Extraction message);
}
