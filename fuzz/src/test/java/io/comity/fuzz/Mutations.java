package io.comity.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Inputs that differ a little from the seeds of a target: what a fuzzer does, without looking where it leads. */
final class Mutations {
    private static final int MAX_CHANGES = 4;
    private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x17, 0x18, 0x1b};

    private final List<byte[]> seeds;
    private final RandomGenerator random;

    Mutations(List<byte[]> seeds, RandomGenerator random) {
        this.seeds = seeds;
        this.random = random;
    }

    byte[] next() {
        byte[] input = seed().clone();
        for (int left = 1 + random.nextInt(MAX_CHANGES); left > 0; left--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(9));
        byte[] before = Arrays.copyOf(input, at);
        byte[] after = Arrays.copyOfRange(input, to, input.length);
        byte[] inside = Arrays.copyOfRange(input, at, to);
        return switch (random.nextInt(5)) {
            case 0 -> Seeds.join(before, after);
            case 1 -> Seeds.join(before, inside, inside, after);
            case 2 -> Seeds.join(before, new byte[] {EDGES[random.nextInt(EDGES.length)]}, after);
            case 3 -> spliced(before);
            default -> flipped(input, at);
        };
    }

    private byte[] spliced(byte[] front) {
        byte[] other = seed();
        return Seeds.join(front, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
    }

    private byte[] flipped(byte[] input, int at) {
        byte[] flipped = input.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return flipped;
    }
}
