package io.comity.result;

/** What the figures were measured on, as far as it bears on them. It does not tell whose machine it is. */
final class Machine {
    private Machine() {}

    static String words() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.availableProcessors() + " processors, JDK "
                + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }
}
