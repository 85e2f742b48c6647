package io.comity.examples.demo;

/** A number that must be right. */
record Check(String what, long expected, long actual) {
    boolean holds() {
        return expected == actual;
    }

    String complaint() {
        return what + ": expected " + expected + ", counted " + actual;
    }
}
