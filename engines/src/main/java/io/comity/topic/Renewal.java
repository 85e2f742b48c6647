package io.comity.topic;

/**
 * When what was signed for a time is signed anew: at two thirds of it. So a signer that is away for a third of it, or cannot sign, is
 * still believed; and whoever was told late has as long to hear it.
 */
final class Renewal {
    private static final int PARTS = 3;

    private Renewal() {}

    /**
     * The second from which on it is due.
     *
     * @param expires exclusive, later than {@code issued}
     */
    static long dueAt(long issued, long expires) {
        return expires - (expires - issued) / PARTS;
    }
}
