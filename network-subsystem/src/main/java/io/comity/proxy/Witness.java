package io.comity.proxy;

import io.comity.evidence.Certificate;
import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import io.comity.mission.Reason;
import io.comity.wire.CastCursor;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import io.comity.witness.Batch;
import io.comity.witness.Shelf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether what the other side of one session casts is proven, checked before anything of it is delivered: hashes what evidence is
 * said to be for, as it stands in the record, and checks one signature over it. Evidence that does not hold ends the session,
 * since no honest node sends it; what has none is merely not proven. Of the session's {@code receiving}.
 */
final class Witness {
    /** A session that lives for years has its key vouched for again now and then. */
    static final int MAX_CERTIFICATES = 64;

    private static final byte[] ALL = {};

    /** A statement whose leaf is there later. */
    private record Promise(int lane, long number, long time, Bytes signature, byte[] certificate) {}

    /**
     * Where it keeps what holds.
     *
     * @param account of what became of it
     */
    record Desk(NodeId self, NodeId sender, Bytes session, LongSupplier unixSeconds, Shelf shelf, Reckoning account) {}

    private final Desk desk;
    private final Vocabulary said;
    private final Hashing hashing = new Hashing();
    private final HashTree tree = new HashTree(hashing);
    private final CastCursor cursor = new CastCursor();
    private final long[] numbers = new long[UrMessages.LANE_OF_LONG_CASTS + 1];
    private final Map<Long, Promise> longCasts = new HashMap<>();
    private @Nullable Certificate certificate;
    private Bytes vouched = Bytes.EMPTY;
    private int certificates;

    /** The batch of several records that is under way, and which of them comes next; 0 when none is. */
    private @Nullable Tally batch;

    private byte[] roots = new byte[0];
    private int place;

    /** Of the record that is being read. */
    private byte[] plain = new byte[0];

    private int end;
    private int casts;
    private boolean isCovered;
    private byte[] which = new byte[0];

    /** Of the next message. */
    private @Nullable Tally own;

    private @Nullable Promise promise;

    /** Of the message that is being judged. */
    private @Nullable Tally judged;

    Witness(Desk desk, Vocabulary said) {
        this.desk = desk;
        this.said = said;
    }

    Vocabulary said() {
        return said;
    }

    Reckoning account() {
        return desk.account();
    }

    /** A record begins. */
    void begin(byte[] record, int length) {
        plain = record;
        end = length;
        casts = 0;
        isCovered = false;
    }

    /** Whether a signature waits for a message that does not come. */
    boolean isOwing() {
        return own != null || promise != null;
    }

    /** The record ends; false when it ended too early. */
    boolean end() {
        if (isCovered && place == 0 && batch != null) {
            desk.account().close(batch);
            batch = null;
        }
        return !isOwing();
    }

    // Evidence.

    /** Takes the rest of evidence; false when it does not hold. */
    boolean take(CborReader in, int elements) {
        if (isOwing()) {
            return false;
        }
        return switch (elements) {
            case 2 -> certify(in.bytes(UrMessage.MAX_CERTIFICATE_BYTES));
            case UrMessages.EVIDENCE_AGAIN_ELEMENTS -> takeAgain(in);
            case UrMessages.EVIDENCE_ELEMENTS -> takeSigned(in);
            default -> false;
        };
    }

    private boolean certify(Bytes signed) {
        Certificate read = ++certificates > MAX_CERTIFICATES
                ? null
                : Certificate.read(signed, desk.sender())
                        .map(object -> object.value())
                        .orElse(null);
        if (read == null
                || !read.covers(desk.self(), desk.session(), desk.unixSeconds().getAsLong())) {
            return false;
        }
        certificate = read;
        vouched = signed;
        return true;
    }

    private boolean takeSigned(CborReader in) {
        int lane = (int) in.uint(UrMessages.LANE_OF_LONG_CASTS);
        long number = in.uint();
        long time = in.uint();
        byte[] bits = in.byteArray(UrMessages.MAX_WHICH_BYTES);
        byte[] others = in.byteArray((UrMessages.MAX_SIGNED_RECORDS - 1) * Hashing.BYTES);
        Bytes signature = in.fixed(Ed25519.SIGNATURE_BYTES);
        if (in.fault() != null || !isInTime(time) || number <= numbers[lane]) {
            return false;
        }
        numbers[lane] = number;
        Promise said = new Promise(lane, number, time, signature, vouched.toArray());
        if (lane == UrMessages.LANE_OF_RECORDS) {
            return others.length % Hashing.BYTES == 0 && takeRecord(in, said, bits, others);
        }
        return bits.length == 0 && others.length == 0 && takeOwn(in, said);
    }

    /** Its sender could not use what is signed outside the key's time, and nor could we. */
    private boolean isInTime(long time) {
        return certificate != null && time >= certificate.issued() && time < certificate.expires();
    }

    private boolean takeRecord(CborReader in, Promise said, byte[] bits, byte[] others) {
        if (place != 0 || !cover(in.position(), bits)) {
            return false;
        }
        roots = new byte[Hashing.BYTES + others.length];
        tree.root(roots, 0);
        System.arraycopy(others, 0, roots, Hashing.BYTES, others.length);
        int records = roots.length / Hashing.BYTES;
        Tally found = check(said, HashTree.over(hashing, roots, 0, records), Bytes.of(roots));
        if (found == null) {
            return false;
        }
        batch = found;
        place = records > 1 ? 1 : 0;
        return found.keep(desk.shelf(), plain, in.position(), end, bits);
    }

    private boolean takeAgain(CborReader in) {
        int next = (int) in.uint(UrMessages.MAX_SIGNED_RECORDS);
        byte[] bits = in.byteArray(UrMessages.MAX_WHICH_BYTES);
        Tally found = batch;
        if (in.fault() != null || found == null || place == 0 || next != place || !cover(in.position(), bits)) {
            return false;
        }
        byte[] root = new byte[Hashing.BYTES];
        tree.root(root, 0);
        if (!Bytes.of(root).equals(Bytes.of(roots, place * Hashing.BYTES, Hashing.BYTES))) {
            return false;
        }
        place = (place + 1) * Hashing.BYTES == roots.length ? 0 : place + 1;
        return found.keep(desk.shelf(), plain, in.position(), end, bits);
    }

    /** Hashes the casts from here on that these bits name; false when they name none, or one that nobody may name. */
    private boolean cover(int from, byte[] bits) {
        if (isCovered || casts > 0 || bits.length > 0 && bits[bits.length - 1] == 0) {
            return false;
        }
        tree.reset();
        cursor.reset(plain, from, end);
        long ref = -1;
        Vocabulary.Words words = null;
        int cast = 0;
        for (; cursor.next(); cast++) {
            if (Batch.isSet(bits, bits.length, cast)) {
                if (cursor.ref() != ref) {
                    ref = cursor.ref();
                    words = said.find(ref);
                }
                byte[] prefix = words == null ? null : words.prefix(cursor.type(), hashing);
                if (prefix == null || tree.count() == HashTree.MAX_MESSAGES) {
                    return false;
                }
                tree.add(prefix, plain, cursor.start(), cursor.end() - cursor.start());
            }
        }
        isCovered = true;
        which = bits;
        return cursor.fault() == null && tree.count() > 0 && bits.length <= (cast + 7) / 8;
    }

    /** A signature for the one message that follows: a cast, which is checked now, or a first part, for which see {@link #part}. */
    private boolean takeOwn(CborReader in, Promise said) {
        int from = in.position();
        cursor.reset(plain, from, end);
        if (!cursor.here()) {
            promise = said;
            return said.lane() == UrMessages.LANE_OF_LONG_CASTS && cursor.fault() == null;
        }
        byte[] prefix = prefix(cursor.ref(), cursor.type());
        if (prefix == null) {
            return false;
        }
        byte[] leaf = new byte[Hashing.BYTES];
        hashing.leaf(prefix, plain, from, cursor.end() - from, leaf, 0);
        own = check(said, Bytes.of(leaf), Bytes.of(leaf));
        return own != null && own.keep(desk.shelf(), plain, from, cursor.end(), ALL);
    }

    private byte @Nullable [] prefix(long ref, long type) {
        Vocabulary.Words words = said.find(ref);
        return words == null ? null : words.prefix(type, hashing);
    }

    private @Nullable Tally check(Promise said, Bytes root, Bytes allRoots) {
        Statement statement = new Statement(desk.self(), desk.session(), said.lane(), said.number(), said.time(), root);
        Certificate signer = certificate;
        if (signer == null || !statement.isSigned(signer.key(), said.signature().toArray())) {
            return null;
        }
        Batch.Ground ground = new Batch.Ground(
                desk.sender(),
                statement,
                said.signature(),
                Bytes.of(said.certificate()),
                allRoots,
                this.said,
                desk.unixSeconds().getAsLong());
        return Tally.open(ground, desk.shelf());
    }

    // Casts.

    /** By what the next cast of the record is proven. */
    Evidence cast() {
        int cast = casts++;
        judged = null;
        if (own != null) {
            judged = own;
            own = null;
            return level(Evidence.ALWAYS);
        }
        if (isCovered && Batch.isSet(which, which.length, cast)) {
            judged = batch;
            return level(Evidence.BATCH);
        }
        return Evidence.OFF;
    }

    /** What a sender that signs no receipts proves is worth nothing to it. */
    private Evidence level(Evidence proven) {
        return desk.account().isOverdue() ? Evidence.OFF : proven;
    }

    /** What became of the message that was judged last. */
    void judged(@Nullable Reason refused, @Nullable Grant under) {
        Tally tally = judged;
        if (tally != null) {
            tally.count(refused, under);
            judged = null;
            if (tally != batch) {
                desk.account().close(tally);
            }
        }
    }

    /** A long cast begins: what its signature will be worth if it holds. */
    Evidence part(long ref) {
        judged = null;
        Promise said = promise;
        promise = null;
        if (said == null) {
            return Evidence.OFF;
        }
        longCasts.put(ref, said);
        return level(Evidence.ALWAYS);
    }

    /** A long cast was refused at its first part. */
    void drop(long ref) {
        longCasts.remove(ref);
    }

    /** A long cast is whole; false when its signature does not hold. {@code head} is what a cast of its body begins with. */
    boolean complete(long ref, long type, CborWriter head, byte[] body) {
        judged = null;
        Promise said = longCasts.remove(ref);
        if (said == null) {
            return true;
        }
        byte[] prefix = prefix(ref, type);
        if (prefix == null) {
            return false;
        }
        byte[] whole = Arrays.copyOf(head.buffer(), head.length() + body.length);
        System.arraycopy(body, 0, whole, head.length(), body.length);
        byte[] leaf = new byte[Hashing.BYTES];
        hashing.leaf(prefix, whole, 0, whole.length, leaf, 0);
        judged = check(said, Bytes.of(leaf), Bytes.of(leaf));
        return judged != null && judged.keep(desk.shelf(), whole, 0, whole.length, ALL);
    }
}
