package io.comity.examples.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What can be made of an honest peer's recorded bytes: the same again, and copies with one bit flipped. */
public final class Damage {
    private Damage() {}

    /**
     * {@code copies} copies of {@code recorded}, each with one bit flipped at a place that {@code random} chooses; the first
     * half of them within the first {@code openingBytes}, where the handshake is.
     */
    public static List<byte[]> flipped(byte[] recorded, int openingBytes, int copies, RandomGenerator random) {
        List<byte[]> damaged = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            byte[] copy = recorded.clone();
            int bound = i < copies / 2 ? Math.min(openingBytes, copy.length) : copy.length;
            copy[random.nextInt(bound)] ^= (byte) (1 << random.nextInt(8));
            damaged.add(copy);
        }
        return damaged;
    }
}
