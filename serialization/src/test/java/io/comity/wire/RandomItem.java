package io.comity.wire;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Any value of the profile as a tree of lists, numbers, strings, booleans and nulls: grown, written and read back. */
final class RandomItem {
    private static final int MAX = 1 << 20;

    private RandomItem() {}

    static @Nullable Object grow(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0:
                return random.nextLong() >>> random.nextInt(64);
            case 1:
                return random.nextLong() >> random.nextInt(64);
            case 2:
                return Bytes.of(bytes(random, size(random)));
            case 3:
                return text(random, size(random));
            case 4:
                return random.nextBoolean();
            case 5:
                return null;
            default:
                List<@Nullable Object> elements = new ArrayList<>();
                for (int left = random.nextInt(5); left > 0; left--) {
                    elements.add(grow(random, depth - 1));
                }
                return elements;
        }
    }

    static void write(CborWriter out, @Nullable Object item) {
        if (item == null) {
            out.nil();
        } else if (item instanceof Long number) {
            out.integer(number);
        } else if (item instanceof Bytes bytes) {
            out.bytes(bytes);
        } else if (item instanceof String text) {
            out.text(text);
        } else if (item instanceof Boolean bool) {
            out.bool(bool);
        } else {
            List<?> elements = (List<?>) item;
            out.array(elements.size());
            elements.forEach(element -> write(out, element));
        }
    }

    /** What {@link CborReader} makes of the next item; meaningless once the reader has a fault. */
    static @Nullable Object read(CborReader in, int depth) {
        switch (in.major()) {
            case Major.BYTES:
                return in.bytes(MAX);
            case Major.TEXT:
                return in.text(MAX);
            case Major.SIMPLE:
                return in.nil() ? null : in.bool();
            case Major.ARRAY:
                int count = in.array(depth == 0 ? 0 : MAX);
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = 0; i < count && in.fault() == null; i++) {
                    elements.add(read(in, depth - 1));
                }
                return elements;
            default:
                return in.integer();
        }
    }

    static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int size(Random random) {
        return random.nextInt(16) == 0 ? random.nextInt(300) : random.nextInt(30);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        int[] ranges = {0x80, 0x800, 0xd800, 0x110000};
        for (int i = 0; i < length; i++) {
            int codePoint = random.nextInt(ranges[random.nextInt(1 + random.nextInt(4))]);
            text.appendCodePoint(codePoint >= 0xd800 && codePoint < 0xe000 ? 'x' : codePoint);
        }
        return text.toString();
    }
}
