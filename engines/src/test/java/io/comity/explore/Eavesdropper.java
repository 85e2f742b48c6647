package io.comity.explore;

import io.comity.identity.Bytes;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recorded handshake with whatever secrets it has. It also tries what a careless implementation would have left out:
 * each of the three agreements may be missing from the keys.
 */
final class Eavesdropper {
    private static final int WAYS = 1 << 3;

    private final Collection<Bytes> secrets;
    private final int missing;
    private final Noise noise;
    private final Frame first;

    private Eavesdropper(Frame first, Collection<Bytes> secrets, int missing) {
        this.secrets = secrets;
        this.missing = missing;
        this.first = first;
        noise = new Noise(first.suite(), first.prefix());
        noise.mixHash(first.ephemeral());
        noise.seal(first.padding());
    }

    /** Whether it sees who sent frame 2. */
    static boolean readsSecond(Frame second, Collection<Bytes> secrets) {
        Frame first = second.place().first();
        for (int way = 0; first != null && way < WAYS; way++) {
            if (names(new Eavesdropper(first, secrets, way).second(second))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it sees who sent frame 3. */
    static boolean readsThird(Frame third, Collection<Bytes> secrets) {
        Frame first = third.place().first();
        Frame second = third.place().second();
        for (int way = 0; first != null && second != null && way < WAYS; way++) {
            if (names(new Eavesdropper(first, secrets, way).third(second, third))) {
                return true;
            }
        }
        return false;
    }

    /** The keys of the two directions, when nothing is missing from them; null when it cannot have them. */
    static byte @Nullable [][] keys(Bond bond, Collection<Bytes> secrets) {
        return keys(bond.first(), bond.second(), bond.third(), secrets);
    }

    static byte @Nullable [][] keys(Frame first, Frame second, Frame third, Collection<Bytes> secrets) {
        Eavesdropper listening = new Eavesdropper(first, secrets, 0);
        return listening.third(second, third) == null ? null : listening.noise.split();
    }

    private static boolean names(byte @Nullable [] payload) {
        return payload != null && discloses(Bytes.of(payload));
    }

    /** Whether an honest node's identity stands in these bytes, or one of its keys. */
    static boolean discloses(Bytes bytes) {
        String text = bytes.toHex();
        return Person.ALL.stream()
                .filter(Person::isHonest)
                .anyMatch(each -> text.contains(each.node().key().toHex())
                        || text.contains(
                                Bytes.of(each.local().keys().publicKey()).toHex()));
    }

    private byte @Nullable [] second(Frame second) {
        byte[] theirs = second.ephemeral();
        noise.mixHash(theirs);
        boolean isMixed = mix(1, first.ephemeral(), theirs);
        int sealedKey = isMixed ? Noise.KEY_BYTES + Noise.TAG_BYTES : Noise.KEY_BYTES;
        int payload = Noise.KEY_BYTES + sealedKey;
        if (!isMixed && (missing & 1) == 0 || payload > second.bytes().size()) {
            return null;
        }
        byte[] key = noise.open(second.slice(Noise.KEY_BYTES, payload));
        if (key == null || !mix(2, first.ephemeral(), key) && (missing & 2) == 0) {
            return null;
        }
        return noise.open(second.slice(payload, second.bytes().size()));
    }

    private byte @Nullable [] third(Frame second, Frame third) {
        byte[] before = second(second);
        int sealedKey = Noise.KEY_BYTES + (noise.hasKey() ? Noise.TAG_BYTES : 0);
        if (before == null || sealedKey > third.bytes().size()) {
            return null;
        }
        byte[] key = noise.open(third.slice(0, sealedKey));
        if (key == null || !mix(4, key, second.ephemeral()) && (missing & 4) == 0) {
            return null;
        }
        return noise.open(third.slice(sealedKey, third.bytes().size()));
    }

    /** False when nothing was mixed in: it is missing, or not to be had. */
    private boolean mix(int which, byte[] one, byte[] other) {
        byte[] shared = (missing & which) == 0 ? agreed(one, other) : null;
        if (shared != null) {
            noise.mixKey(shared);
        }
        return shared != null;
    }

    private byte @Nullable [] agreed(byte[] one, byte[] other) {
        for (Bytes secret : secrets) {
            byte[] known = Noise.publicKey(secret.toArray());
            if (Arrays.equals(known, one)) {
                return Noise.agree(secret.toArray(), other);
            }
            if (Arrays.equals(known, other)) {
                return Noise.agree(secret.toArray(), one);
            }
        }
        return null;
    }
}
