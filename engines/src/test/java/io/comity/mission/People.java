package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Keys, times and chains that the tests of grants share. */
final class People {
    static final MemoryKeyHolder ALICE = key(1);
    static final MemoryKeyHolder BOB = key(2);
    static final MemoryKeyHolder CAROL = key(3);
    static final MemoryKeyHolder MALLORY = key(4);
    /** Of a mission key pair. */
    static final MemoryKeyHolder TOKEN = key(5);

    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Instant LATER = NOW.plusSeconds(3_600);
    static final Bytes LINK = Bytes.of(new byte[Possession.LINK_BYTES]);

    private People() {}

    static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    static Bytes salt(int number) {
        byte[] salt = new byte[SignedGrant.SALT_BYTES];
        salt[0] = (byte) number;
        salt[1] = (byte) (number >>> 8);
        return Bytes.of(salt);
    }

    /** Alice's root for {@code holder}, with serial 7. */
    static SignedGrant root(Holder holder, Caveats caveats) {
        return SignedGrant.root(ALICE, 7, "hello", holder, caveats, salt(1), NOW);
    }

    static Chain read(Bytes encoded) {
        return sound(encoded).value();
    }

    static Verified<Chain> sound(Bytes encoded) {
        Chain.Reading reading = Chain.read(encoded, ALICE.nodeId(), NOW);
        if (reading instanceof Chain.Sound sound) {
            return sound.chain();
        }
        throw new AssertionError("not sound: " + reading);
    }

    static Chain chain(Holder holder, Caveats caveats) {
        return read(Chain.encode(root(holder, caveats)));
    }

    static Chain toBob(Caveats caveats) {
        return chain(Holder.node(BOB.nodeId()), caveats);
    }

    static Holder node(MemoryKeyHolder key) {
        return Holder.node(key.nodeId());
    }

    static NodeId id(MemoryKeyHolder key) {
        return key.nodeId();
    }

    /** Whatever links, one after the other. */
    static Bytes encode(SignedGrant... links) {
        List<Bytes> signed = Stream.of(links).map(SignedGrant::signed).toList();
        CborWriter out = new CborWriter(1_024, 1 << 20).array(signed.size());
        signed.forEach(out::bytes);
        return Bytes.of(out.toByteArray());
    }

    /** Presents a ticket to an owner who writes down who used it. */
    static Redemption redeem(
            Authority owner,
            KeyHolder key,
            Verified<Ticket> ticket,
            NodeId holder,
            Bytes salt,
            Instant now,
            long nowNs) {
        Redemption outcome = owner.reserve(key, ticket, holder, salt, now, nowNs);
        return outcome instanceof Redemption.Reserved reserved ? owner.redeemed(reserved.use(), now, nowNs) : outcome;
    }
}
