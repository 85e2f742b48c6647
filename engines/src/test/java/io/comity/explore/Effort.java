package io.comity.explore;

/** How far the tests of this package go: by default as far as a build can wait, with {@code -Dcomity.explorer=full} much further. */
final class Effort {
    static final boolean IS_FULL = "full".equals(System.getProperty("comity.explorer"));

    static final String COMMAND = "mvn -pl engines -am test -Dtest='*ExplorerTest,BitFlipTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dcomity.explorer=full";

    private Effort() {}

    static int of(int quick, int full) {
        return IS_FULL ? full : quick;
    }
}
