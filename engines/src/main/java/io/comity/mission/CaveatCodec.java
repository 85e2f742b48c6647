package io.comity.mission;

import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Caveats as one canonical CBOR array {@code [key, value, key, value…]}: a map in the form that the profile has, which is arrays.
 * Keys rise strictly, so there is one form. A value is a number, for key {@value #KINDS} the array {@code [engine, type,
 * engine, type…]}, sorted. A key that is not known refuses the whole, since what it narrows is not known either.
 */
final class CaveatCodec {
    static final int KINDS = 10;

    /** Of the array, in a ticket: so that the grant that it leads to, which says more beside, is no longer than one may be. */
    static final int MAX_BYTES = 3_584;

    private static final int MAX_ELEMENTS = 2 * KINDS;

    private CaveatCodec() {}

    static void write(CborWriter out, Caveats caveats) {
        int entries = caveats.numbers().size() + (caveats.isNarrowedToKinds() ? 1 : 0);
        out.array(2 * entries);
        caveats.numbers().forEach((caveat, value) -> out.uint(caveat.key()).uint(value));
        if (caveats.isNarrowedToKinds()) {
            out.uint(KINDS).array(2 * caveats.kinds().size());
            caveats.kinds().forEach(kind -> out.text(kind.engine()).text(kind.type()));
        }
    }

    /** Whether the array has at most {@link #MAX_BYTES}. */
    static boolean isShort(Caveats caveats) {
        try {
            write(new CborWriter(64, MAX_BYTES), caveats);
            return true;
        } catch (CborWriter.Full tooLong) {
            return false;
        }
    }

    /** What {@code in} has next; meaningless when it has a fault afterwards. */
    static Caveats read(CborReader in) {
        int elements = in.array(MAX_ELEMENTS);
        if (elements % 2 != 0) {
            in.refuse(Fault.WRONG_COUNT);
        }
        Map<Caveat, Long> numbers = new EnumMap<>(Caveat.class);
        SortedSet<Kind> kinds = null;
        long last = 0;
        for (int left = elements; left > 0 && in.fault() == null; left -= 2) {
            long key = in.uint(KINDS);
            if (key <= last) {
                in.refuse(Fault.OUT_OF_RANGE);
            } else if (key == KINDS) {
                kinds = kinds(in);
            } else {
                Caveat.ofKey(key).ifPresent(caveat -> number(in, caveat, numbers));
            }
            last = key;
        }
        return Caveats.of(Collections.unmodifiableMap(numbers), kinds);
    }

    private static void number(CborReader in, Caveat caveat, Map<Caveat, Long> numbers) {
        long value = in.uint(caveat.max());
        if (!caveat.holds(value)) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        numbers.put(caveat, value);
    }

    private static SortedSet<Kind> kinds(CborReader in) {
        SortedSet<Kind> kinds = new TreeSet<>();
        int elements = in.array(2 * Caveats.MAX_KINDS);
        if (elements % 2 != 0) {
            in.refuse(Fault.WRONG_COUNT);
        }
        Kind last = null;
        for (int left = elements; left > 0 && in.fault() == null; left -= 2) {
            last = after(last, in);
            if (last != null) {
                kinds.add(last);
            }
        }
        return kinds;
    }

    private static @Nullable Kind after(@Nullable Kind last, CborReader in) {
        String engine = in.text(Kind.MAX_ENGINE_BYTES);
        String type = in.text(Kind.MAX_TYPE_BYTES);
        if (in.fault() == null && Kind.isKind(engine, type)) {
            Kind next = new Kind(engine, type);
            if (last == null || next.compareTo(last) > 0) {
                return next;
            }
        }
        in.refuse(Fault.OUT_OF_RANGE);
        return null;
    }
}
