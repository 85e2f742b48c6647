package io.comity.mission;

/**
 * The numbers that one boot gives to roots and tickets: above those of every boot before, since the boot epoch is, and whatever the
 * clock says.
 */
final class Serials {
    /** Grants and tickets that one boot can make. */
    static final long MAX = 1L << 20;

    private static final int BITS = 20;

    private final long first;
    private long next;

    Serials(long epoch) {
        this.first = epoch << BITS;
        this.next = first;
    }

    /** The last one of every boot before {@code epoch}. */
    static long before(long epoch) {
        return (epoch << BITS) - 1;
    }

    boolean hasMore() {
        return next - first < MAX;
    }

    long take() {
        if (!hasMore()) {
            throw new MissionException(
                    "this node made " + MAX + " grants and invitations since it started; start it again");
        }
        return next++;
    }

    /** The last one given out. */
    long last() {
        return next - 1;
    }
}
