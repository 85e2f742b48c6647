package io.comity.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** All that happened, as one number, and the last of it in words. Two runs with one hash did the same things at the same times. */
public final class Trace {
    private static final long OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x100_0000_01b3L;

    private final int kept;
    private final Deque<String> last = new ArrayDeque<>();
    private long hash = OFFSET;
    private long events;

    /** @param kept how many events are remembered in words */
    Trace(int kept) {
        this.kept = kept;
    }

    /** Sixteen hexadecimal digits. */
    public String hash() {
        return HexFormat.of().toHexDigits(hash);
    }

    /** How many things happened that one can see from outside a node. */
    public long events() {
        return events;
    }

    /** The last events, the newest last. */
    public List<String> last() {
        return List.copyOf(last);
    }

    void drawn(long nanos, int of, int drawn) {
        mix(nanos);
        mix((long) of << 32 | drawn);
    }

    void bytes(byte[] content) {
        for (byte one : content) {
            mixByte(one);
        }
    }

    void event(long nanos, String what) {
        events++;
        mix(nanos);
        bytes(what.getBytes(StandardCharsets.UTF_8));
        if (kept > 0) {
            if (last.size() == kept) {
                last.removeFirst();
            }
            last.add(String.format("%12.6f %s", nanos / 1e9, what));
        }
    }

    void events(long nanos, Collection<String> what) {
        what.forEach(one -> event(nanos, one));
    }

    private void mix(long value) {
        // One multiplication for eight bytes: enough to tell runs apart, and no lock against whoever wants two to be
        // equal.
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }

    private void mixByte(byte one) {
        hash = (hash ^ one & 0xff) * PRIME;
    }
}
