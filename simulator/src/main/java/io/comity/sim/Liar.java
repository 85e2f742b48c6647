package io.comity.sim;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A relay that alters, cuts, lengthens, exchanges, keeps back and reflects what it was to carry. */
public final class Liar implements Adversary {
    /** One frame in so many is not carried as it should be. */
    private static final int ONE_IN = 40;

    private static final int KEPT_NANOS = 500_000_000;

    private byte[] other = new byte[1];

    @Override
    public void enter(Ether ether) {
        SplittableRandom chance = ether.chance();
        ether.tap((from, to, wire, one) -> chance.nextInt(ONE_IN) == 0 ? lie(one, chance) : List.of(one));
    }

    private List<Tap.Passing> lie(Tap.Passing one, SplittableRandom chance) {
        byte[] frame = one.frame();
        byte[] before = other;
        other = frame;
        return switch (chance.nextInt(6)) {
            case 0 -> List.of();
            case 1 -> List.of(new Tap.Passing(altered(frame, chance), 0));
            case 2 -> List.of(new Tap.Passing(Arrays.copyOf(frame, chance.nextInt(frame.length)), 0));
            case 3 -> List.of(new Tap.Passing(Arrays.copyOf(frame, frame.length + 1 + chance.nextInt(64)), 0));
            case 4 -> List.of(new Tap.Passing(before, 0));
            default -> List.of(new Tap.Passing(frame, chance.nextInt(KEPT_NANOS)));
        };
    }

    private static byte[] altered(byte[] frame, SplittableRandom chance) {
        byte[] made = frame.clone();
        made[chance.nextInt(made.length)] ^= (byte) (1 + chance.nextInt(255));
        return made;
    }
}
