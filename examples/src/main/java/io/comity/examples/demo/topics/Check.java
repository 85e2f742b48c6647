package io.comity.examples.demo.topics;

/**
 * One line of the table: something that must be so.
 *
 * @param must what it has to be, as far as it was computed without a node
 * @param is what was counted, or heard
 */
record Check(String who, String what, String must, String is) {
    boolean holds() {
        return must.equals(is);
    }

    String complaint() {
        return who + ", " + what + ": must be " + must + ", is " + is;
    }
}
