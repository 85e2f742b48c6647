package io.comity.explore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.comity.identity.Bytes;
import io.comity.session.CipherSuite;
import io.comity.session.Handshake;
import io.comity.wire.CborWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attacker: owns every wire, remembers all that crossed one, and has a node of her own. What she can make of what she saw is
 * made here, by an implementation of the handshake that checks nothing. She is given each signature as soon as an honest node
 * made it, which is more than she could read.
 */
final class Mallory {
    static final Bytes EPHEMERAL = Person.secret(0x7f);

    private static final byte[] E = Noise.publicKey(EPHEMERAL.toArray());
    private static final int PAYLOAD_BYTES = 256;

    /** In whose name, under whose static key, and how signed. */
    private record Claim(
            Person name,
            Person keys,
            @Nullable Person signer,
            @Nullable Frame borrowed) {
        @Override
        public String toString() {
            return "as " + name + ", by the static key of " + keys + ", signed by "
                    + (signer == null ? "what was in " + borrowed : signer);
        }
    }

    private final Plan plan;
    private final Frames frames;
    private final List<Frame> seen = new ArrayList<>();
    private final List<Person> hers = new ArrayList<>(List.of(Person.MALLORY));

    Mallory(Plan plan, Frames frames) {
        this.plan = plan;
        this.frames = frames;
        hers.addAll(plan.exposed());
    }

    /** The secrets that are hers from the beginning. */
    static List<Bytes> secrets(Plan plan) {
        List<Bytes> secrets = new ArrayList<>(List.of(EPHEMERAL, Person.MALLORY.secret()));
        plan.exposed().forEach(each -> secrets.add(each.secret()));
        return secrets;
    }

    void begin() {
        if (plan.forges()) {
            firsts(E, "mallory", null);
        }
    }

    void saw(Frame frame) {
        if (frame.place().kind() == Frame.Kind.RECORD) {
            return;
        }
        if (plan.retargets() && frame.kind() != Frame.Kind.THIRD) {
            firsts(frame.ephemeral(), "the sender of " + frame, frame);
        }
        if (plan.splices()) {
            seen.forEach(other -> splice(frame, other));
        }
        seen.add(frame);
        if (plan.forges()) {
            forge(frame);
        }
    }

    private void firsts(byte[] ephemeral, String whose, @Nullable Frame of) {
        for (Person target : List.of(Person.ALICE, Person.BOB)) {
            for (CipherSuite suite : CipherSuite.values()) {
                byte[] frame = ByteBuffer.allocate(Frame.OPENING_BYTES)
                        .put("CMTY".getBytes(US_ASCII))
                        .put((byte) 1)
                        .put(suite.code())
                        .put(target.node().hash().toArray())
                        .put(ephemeral)
                        .array();
                String name = "a frame 1 to " + target + " (" + suite + ") with the key of " + whose;
                frames.forged(name, frame, Frame.Place.FIRST, of, null);
            }
        }
    }

    private void splice(Frame one, Frame other) {
        if (one.kind() != other.kind() || one.kind() == Frame.Kind.FIRST) {
            return;
        }
        int key = one.kind() == Frame.Kind.SECOND ? Noise.KEY_BYTES : 0;
        cut(one, other, key);
        cut(one, other, key + Noise.KEY_BYTES + Noise.TAG_BYTES);
    }

    private void cut(Frame one, Frame other, int at) {
        if (at > 0) {
            join(one, other, at);
            join(other, one, at);
        }
    }

    private void join(Frame head, Frame tail, int at) {
        byte[] joined = ByteBuffer.allocate(tail.bytes().size())
                .put(head.slice(0, at))
                .put(tail.slice(at, tail.bytes().size()))
                .array();
        frames.forged(at + " bytes of " + head + " before " + tail, joined, head.place(), head, tail);
    }

    private void forge(Frame fresh) {
        for (Frame base : List.copyOf(seen)) {
            for (Claim claim : claims(base == fresh ? null : fresh)) {
                answer(base, claim);
            }
        }
        for (Frame before : List.copyOf(seen)) {
            claims(before).stream().filter(claim -> claim.borrowed() != null).forEach(claim -> answer(fresh, claim));
        }
        if (fresh.kind() == Frame.Kind.THIRD) {
            recordsOfAnswerer(fresh);
        }
    }

    /** What is new: with {@code borrowed} the claims of its signature only, else those of her own keys. */
    private List<Claim> claims(@Nullable Frame borrowed) {
        List<Claim> claims = new ArrayList<>();
        for (Person keys : hers) {
            for (Person name : Person.ALL) {
                if (borrowed == null) {
                    hers.forEach(signer -> claims.add(new Claim(name, keys, signer, null)));
                } else if (borrowed.signature() != null && isSignedBy(borrowed, name)) {
                    claims.add(new Claim(name, keys, null, borrowed));
                }
            }
        }
        return claims;
    }

    private static boolean isSignedBy(Frame frame, Person name) {
        Moment origin = frame.origin();
        return origin != null && origin.seat().owner().equals(name);
    }

    private void answer(Frame base, Claim claim) {
        if (base.kind() == Frame.Kind.FIRST) {
            second(base, claim);
        } else if (base.kind() == Frame.Kind.SECOND && isToHer(base)) {
            third(base, claim);
        }
    }

    private static boolean isToHer(Frame second) {
        Frame first = second.place().first();
        return first != null && Arrays.equals(first.ephemeral(), E);
    }

    private void second(Frame first, Claim claim) {
        Noise noise = begun(first);
        noise.mixHash(E);
        noise.mixKey(Noise.agree(EPHEMERAL.toArray(), first.ephemeral()));
        byte[] secret = claim.keys().secret().toArray();
        byte[] own = Noise.publicKey(secret);
        byte[] key = noise.seal(own);
        noise.mixKey(Noise.agree(secret, first.ephemeral()));
        byte[] payload = noise.seal(payload(claim, 2, own, noise.hash()));
        byte[] frame = ByteBuffer.allocate(E.length + key.length + payload.length)
                .put(E)
                .put(key)
                .put(payload)
                .array();
        frames.forged(
                "an answer to " + first + ", " + claim, frame, Frame.Place.second(first), first, claim.borrowed());
    }

    private static Noise begun(Frame first) {
        Noise noise = new Noise(first.suite(), first.prefix());
        noise.mixHash(first.ephemeral());
        noise.seal(first.padding());
        return noise;
    }

    private void third(Frame second, Claim claim) {
        Frame first = second.place().first();
        Noise noise = first == null ? null : afterSecond(first, second);
        if (first == null || noise == null) {
            return;
        }
        byte[] secret = claim.keys().secret().toArray();
        byte[] own = Noise.publicKey(secret);
        byte[] key = noise.seal(own);
        noise.mixKey(Noise.agree(secret, second.ephemeral()));
        byte[] payload = noise.seal(payload(claim, 1, own, noise.hash()));
        byte[] frame = ByteBuffer.allocate(key.length + payload.length)
                .put(key)
                .put(payload)
                .array();
        String name = "a frame 3 after " + second + ", " + claim;
        frames.forged(name, frame, Frame.Place.third(first, second), second, claim.borrowed());
        if (claim.name() == Person.MALLORY && claim.signer() == Person.MALLORY) {
            records(first, noise.split()[0], second);
        }
    }

    private static @Nullable Noise afterSecond(Frame first, Frame second) {
        Noise noise = begun(first);
        noise.mixHash(second.ephemeral());
        noise.mixKey(Noise.agree(EPHEMERAL.toArray(), second.ephemeral()));
        int payload = 2 * Noise.KEY_BYTES + Noise.TAG_BYTES;
        byte[] key = noise.open(second.slice(Noise.KEY_BYTES, payload));
        if (key == null) {
            return null;
        }
        noise.mixKey(Noise.agree(EPHEMERAL.toArray(), key));
        return noise.open(second.slice(payload, second.bytes().size())) == null ? null : noise;
    }

    /** Somebody sent her frame 3 in answer to a frame 2 of hers. */
    private void recordsOfAnswerer(Frame third) {
        Frame first = third.place().first();
        Frame second = third.place().second();
        byte[][] keys = first == null || second == null || second.origin() != null
                ? null
                : Eavesdropper.keys(first, second, third, secrets(plan));
        if (first != null && keys != null) {
            records(first, keys[1], third);
        }
    }

    private void records(Frame first, byte[] key, Frame of) {
        byte[] now = key;
        for (int i = 0; i < Moment.MAX_RECORDS; i++) {
            byte[] plain = ("mallory#" + i).getBytes(US_ASCII);
            byte[] record = Noise.sealRecord(first.suite(), now, i, plain);
            frames.forged("record " + i + " of mallory's after " + of, record, Frame.Place.RECORD, of, null);
            now = i + 1 == Moment.REKEY_AFTER ? Noise.nextKey(first.suite(), now) : now;
        }
    }

    private static byte[] payload(Claim claim, int role, byte[] own, byte[] hash) {
        byte[] signature = signature(claim, role, own, hash);
        return new CborWriter(PAYLOAD_BYTES, PAYLOAD_BYTES)
                .array(7)
                .bytes(claim.name().node().key())
                .bytes(signature)
                .uint(1)
                .uint(1)
                .uint(0)
                .uint(claim.name().local().bootEpoch())
                .bytes(Bytes.EMPTY)
                .toByteArray();
    }

    private static byte[] signature(Claim claim, int role, byte[] own, byte[] hash) {
        if (claim.signer() == null) {
            Frame borrowed = Objects.requireNonNull(claim.borrowed());
            return Objects.requireNonNull(borrowed.signature()).toArray();
        }
        byte[] statement = ByteBuffer.allocate(1 + own.length + hash.length)
                .put((byte) role)
                .put(own)
                .put(hash)
                .array();
        return claim.signer().key().sign(Handshake.SIGNATURE_DOMAIN, statement);
    }
}
