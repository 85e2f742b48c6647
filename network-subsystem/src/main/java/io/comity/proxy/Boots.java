package io.comity.proxy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The boots of one other node that this one has met. Boots begin one after the other, each with a greater epoch, so one that comes
 * back after a later one had not ended when that began: two processes use one key, as when a node's folder was copied. (Or it lost
 * its database while its clock was behind, which passes by itself.)
 *
 * <p>The later boot is the other node while it is connected, and for {@link #ABSENCE} after that; the earlier is sent away
 * meanwhile, and at least once, so that it hears why. Then it is let in: it may be the one that is left. Used by its NodeProxy only.
 */
final class Boots {
    /** For how long the later of two is waited for. */
    static final Duration ABSENCE = Duration.ofSeconds(5);

    /** How often one that may stay, and an owner, are told of the same. */
    static final Duration TELL_EVERY = Duration.ofMinutes(1);

    /** Of more than that, the first are forgotten. */
    static final int MAX = 8;

    /** For the owner of this node. */
    static final String SEEN =
            "one began before the other and has not ended; its owner runs a copy of its folder, or somebody else"
                    + " has its key: tell its owner, since what it says may come from either";

    /** For an owner who was told by the other node. */
    static final String TOLD =
            "it says that another process uses the key of this node too; is there a copy of its folder that runs"
                    + " elsewhere? stop one of the two, and delete node.key in the copy for a key of its own";

    /**
     * What to do about a link.
     *
     * @param isAdmitted whether this boot is the other node from now on
     * @param isTwice whether it proves that there are two
     * @param isNews whether the owner is to be told now
     * @param tells whether the boot that is connected after this is to be told
     */
    record Finding(boolean isAdmitted, boolean isTwice, boolean isNews, boolean tells) {}

    private static final Finding WELL = new Finding(true, false, false, false);

    /** By epoch; the first to be forgotten first. When each was told, for those that were. */
    private final Map<Long, OptionalLong> met = new LinkedHashMap<>();

    private long now;
    private long leftNanos;
    private OptionalLong ownerTold = OptionalLong.empty();
    private OptionalLong selfTold = OptionalLong.empty();

    /** The link with the boot that is the other node now is gone. */
    void left(long nanoTime) {
        leftNanos = nanoTime;
    }

    /**
     * A link with a boot was made.
     *
     * @param isConnected whether another link is up
     */
    Finding meet(long epoch, boolean isConnected, long nanoTime) {
        boolean isReturn = met.containsKey(epoch) || met.keySet().stream().anyMatch(other -> other > epoch);
        if (met.isEmpty() || epoch == now || !isReturn) {
            enter(epoch);
            return WELL;
        }
        boolean isFree = !isConnected && nanoTime - leftNanos >= ABSENCE.toNanos();
        boolean isAdmitted = epoch > now || isFree && told(epoch).isPresent();
        if (isAdmitted) {
            enter(epoch);
        } else {
            tell(epoch, nanoTime);
        }
        boolean isNews = isDue(ownerTold, nanoTime);
        ownerTold = isNews ? OptionalLong.of(nanoTime) : ownerTold;
        boolean tells = (isAdmitted || isConnected) && isDue(told(now), nanoTime);
        if (tells) {
            tell(now, nanoTime);
        }
        return new Finding(isAdmitted, true, isNews, tells);
    }

    /** Whether the owner is to be told now that the other node says that there are two of this one. */
    boolean isNewsOfSelf(long nanoTime) {
        boolean isNews = isDue(selfTold, nanoTime);
        selfTold = isNews ? OptionalLong.of(nanoTime) : selfTold;
        return isNews;
    }

    private static boolean isDue(OptionalLong told, long nanoTime) {
        return told.isEmpty() || nanoTime - told.getAsLong() >= TELL_EVERY.toNanos();
    }

    private OptionalLong told(long epoch) {
        return met.getOrDefault(epoch, OptionalLong.empty());
    }

    private void tell(long epoch, long nanoTime) {
        met.put(epoch, OptionalLong.of(nanoTime));
        trim();
    }

    private void enter(long epoch) {
        now = epoch;
        met.putIfAbsent(epoch, OptionalLong.empty());
        trim();
    }

    private void trim() {
        if (met.size() > MAX) {
            met.keySet().stream().filter(epoch -> epoch != now).findFirst().ifPresent(met::remove);
        }
    }
}
