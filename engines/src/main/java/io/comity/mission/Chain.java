package io.comity.mission;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A right and where it comes from: links from the owner's root to the last holder, each signed by the holder of the one before and
 * none wider than it. Carried whole, as a canonical CBOR array of 1 to {@value #MAX_LINKS} byte strings, so that whoever verifies
 * it needs to know nothing but the owner's key; verified once, then an entry in a table.
 *
 * @param met per link what holds there: its own caveats and those of all links before it
 * @param encoded the chain's bytes
 */
public record Chain(List<SignedGrant> links, List<Caveats> met, Bytes encoded) {
    public static final int MAX_LINKS = 8;
    public static final int MAX_BYTES = MAX_LINKS * (SignedGrant.MAX_SIGNED_BYTES + 3) + 1;

    private static final String KIND = "grant";

    /** What bytes from outside turned out to be. */
    public sealed interface Reading {}

    /** Every link holds, now. Whether it was revoked is {@link Authority}'s to say. */
    public record Sound(Verified<Chain> chain) implements Reading {}

    /** Worth nothing, or nothing now. {@code link} counts from 0. */
    public record Worthless(Flaw flaw, int link) implements Reading {}

    public Chain {
        links = List.copyOf(links);
        met = List.copyOf(met);
    }

    /** The root alone. */
    public static Bytes encode(SignedGrant root) {
        return encode(List.of(root.signed()));
    }

    private static Bytes encode(List<Bytes> links) {
        CborWriter out = new CborWriter(512, MAX_BYTES).array(links.size());
        links.forEach(out::bytes);
        return Bytes.of(out.toByteArray());
    }

    /**
     * Reads a chain under a root of {@code owner}, whose key was admitted before. At most {@value #MAX_LINKS} links with two
     * signature checks each; stops at the first flaw. Never throws on hostile bytes.
     *
     * @param now expiry is exclusive: a chain is dead at its second of expiry
     */
    public static Reading read(Bytes encoded, NodeId owner, Instant now) {
        List<Bytes> split = split(encoded);
        if (split.isEmpty()) {
            return new Worthless(Flaw.MALFORMED, 0);
        }
        Walk walk = new Walk(owner);
        for (Bytes link : split) {
            Flaw flaw = walk.step(link);
            if (flaw != null) {
                return new Worthless(flaw, walk.length());
            }
        }
        return walk.end(encoded, now);
    }

    /** Whether a text claims to be one. */
    public static boolean isText(String text) {
        return Base32.isOf(KIND, text);
    }

    /** Reads the text form, whose owner is whoever signed its root; every way in which it can be wrong is told in one line. */
    public static Parsed<Chain> parse(String text, Instant now) {
        return Base32.parse(KIND, text, MAX_BYTES).then(encoded -> parse(encoded, now));
    }

    private static Parsed<Chain> parse(Bytes encoded, Instant now) {
        List<Bytes> links = split(encoded);
        boolean isSigned = !links.isEmpty();
        Reading reading = isSigned
                        && CoseSign1.verify(links.get(0).toArray(), SignedGrant.DOMAIN)
                                instanceof CoseSign1.Accepted root
                ? read(encoded, root.object().value().signer(), now)
                : new Worthless(Flaw.SIGNATURE, 0);
        return reading instanceof Sound sound
                ? new Parsed.Accepted<>(sound.chain().value())
                : new Parsed.Refused<>("it gives no right ("
                        + ((Worthless) reading).flaw().name().toLowerCase(Locale.ROOT)
                        + "); ask whoever gave it for a new one");
    }

    /** Letters and digits only, with a checksum. It is no secret: only its holder's key can use it. */
    public String text() {
        return Base32.text(KIND, encoded.toArray());
    }

    private static List<Bytes> split(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            return List.of();
        }
        byte[] bytes = encoded.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int count = in.array(MAX_LINKS);
        List<Bytes> links = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            links.add(in.bytes(SignedGrant.MAX_SIGNED_BYTES));
        }
        return in.finish() == null ? links : List.of();
    }

    /**
     * Passes this right on to {@code holder}, as its own holder {@code signer}.
     *
     * @throws MissionException when {@code signer} does not hold it, or the new link would be worth nothing
     */
    public Chain extend(KeyHolder signer, Holder holder, Caveats caveats, Bytes salt, Instant now) {
        if (!signer.nodeId().equals(last().holder().key())) {
            throw new MissionException("only " + last().holder().key() + " can pass this grant on");
        }
        if (caveats().depth() == 0) {
            throw new MissionException("this grant may not be passed on; ask its owner for one with a depth");
        }
        Optional<String> widened = caveats().widenedBy(caveats);
        if (widened.isPresent()) {
            throw new MissionException(
                    "a grant that is passed on can only narrow; " + widened.get() + " would be wider");
        }
        SignedGrant child = SignedGrant.child(signer, last(), holder, caveats, salt, now);
        List<SignedGrant> longer = new ArrayList<>(links);
        longer.add(child);
        List<Caveats> longerMet = new ArrayList<>(met);
        longerMet.add(caveats().narrowedBy(caveats));
        return new Chain(
                longer,
                longerMet,
                encode(longer.stream().map(SignedGrant::signed).toList()));
    }

    /** Whether a node may present it: as its holder, or with the proof that it has the mission key that is. */
    boolean mayBePresentedBy(NodeId presenter, @Nullable Verified<Possession> proof) {
        if (holder().role() == Holder.Role.NODE) {
            return holder().key().equals(presenter);
        }
        return proof != null
                && proof.value().key().equals(holder().key())
                && proof.value().chain().equals(id())
                && proof.value().presenter().equals(presenter);
    }

    /** The id of the last link, which covers those of all before it. */
    public Bytes id() {
        return last().id();
    }

    public SignedGrant root() {
        return links.get(0);
    }

    public SignedGrant last() {
        return links.get(links.size() - 1);
    }

    public Holder holder() {
        return last().holder();
    }

    /** What holds in the end. */
    public Caveats caveats() {
        return met.get(met.size() - 1);
    }

    @Override
    public String toString() {
        return "chain of " + links.size() + " to " + last();
    }
}
