package io.comity.proxy;

import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Evidence;
import io.comity.session.Bulk;
import io.comity.session.Outbox;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How one session proves what this side casts, once the other side wants any of it proven: with a key of its own, for which the
 * node has vouched. Casts that want a signature each get it here, on the thread that sends them, and stand behind it in the
 * outbox; those that may share one get it when their records are filled, see {@link SignedRecords}.
 */
final class Signing {
    private static final byte[] NOTHING = {};

    private final KeyHolder key;
    private final NodeId owner;
    private final Bytes session;
    private final LongSupplier unixSeconds;
    private final Vocabulary heard;
    private final Sworn sworn;

    /** Guards everything that signs single casts. */
    private final Object casts = new Object();

    private final Hashing hashing = new Hashing();
    private final byte[] leaf = new byte[Hashing.BYTES];
    private final CborWriter evidence =
            new CborWriter(UrMessages.MAX_OWN_EVIDENCE_BYTES, UrMessages.MAX_OWN_EVIDENCE_BYTES);
    private byte[] unit = new byte[256];
    private long number;

    /** Of the session's {@code sending}. */
    private long recordNumber;

    private final Hashing recordHashing = new Hashing();

    private long longNumber;

    private final AtomicReference<@Nullable Bytes> certificate = new AtomicReference<>();

    /**
     * @param owner the node that is to be able to prove it
     * @param session its name
     * @param heard what that node has let this one name
     * @param sworn remembers what was signed
     */
    Signing(KeyHolder key, NodeId owner, Bytes session, LongSupplier unixSeconds, Vocabulary heard, Sworn sworn) {
        this.key = key;
        this.owner = owner;
        this.session = session;
        this.unixSeconds = unixSeconds;
        this.heard = heard;
        this.sworn = sworn;
    }

    KeyHolder key() {
        return key;
    }

    /** The node vouches for the key, for the first time or again: the other side is told in the next record. */
    void vouch(Bytes signed) {
        certificate.set(signed);
    }

    /** What the other side is to be told now, once. */
    @Nullable
    Bytes takeCertificate() {
        return certificate.getAndSet(null);
    }

    Vocabulary heard() {
        return heard;
    }

    Evidence level(long ref, int type) {
        return Evidence.ofCode(heard.level(ref, type));
    }

    // Casts that are signed one by one.

    /** Queues a cast behind its signature, as one; false as {@link Outbox#append}. From any thread. */
    boolean append(Outbox outbox, long ref, int type, CborWriter head, byte[] body, int bodyLength) {
        synchronized (casts) {
            byte[] prefix = prefix(ref, type);
            if (prefix == null) {
                return outbox.append(head.buffer(), 0, head.length(), body, 0, bodyLength);
            }
            hashing.leaf(prefix, head.buffer(), head.length(), body, bodyLength, leaf, 0);
            evidence.reset();
            write(evidence, UrMessages.LANE_OF_CASTS, number + 1, leaf);
            int before = evidence.length() + head.length();
            if (unit.length < before) {
                unit = new byte[2 * before];
            }
            System.arraycopy(evidence.buffer(), 0, unit, 0, evidence.length());
            System.arraycopy(head.buffer(), 0, unit, evidence.length(), head.length());
            boolean queued = outbox.append(unit, 0, before, body, 0, bodyLength);
            number += queued ? 1 : 0;
            return queued;
        }
    }

    /** What goes before a cast that may be too long for a record: hashed now, signed when it leaves. */
    Bulk.@Nullable Preface preface(long ref, int type, CborWriter head, byte[] body, int bodyLength) {
        byte[] whole = new byte[Hashing.BYTES];
        synchronized (casts) {
            byte[] prefix = prefix(ref, type);
            if (prefix == null) {
                return null;
            }
            hashing.leaf(prefix, head.buffer(), head.length(), body, bodyLength, whole, 0);
        }
        return (target, offset) -> {
            CborWriter out = new CborWriter(UrMessages.MAX_OWN_EVIDENCE_BYTES, UrMessages.MAX_OWN_EVIDENCE_BYTES);
            write(out, UrMessages.LANE_OF_LONG_CASTS, ++longNumber, whole);
            System.arraycopy(out.buffer(), 0, target, offset, out.length());
            return out.length();
        };
    }

    private byte @Nullable [] prefix(long ref, int type) {
        Vocabulary.Words words = heard.find(ref);
        return words == null ? null : words.prefix(type, hashing);
    }

    private void write(CborWriter out, int lane, long next, byte[] root) {
        Statement statement = state(lane, next, Bytes.of(root));
        sworn.to(statement, 1);
        sign(out, statement, NOTHING, 0, NOTHING, 0, 0);
    }

    // Records.

    /** The statement over the next {@code count} casts of records; signed by {@link #sign}. */
    Statement ofRecords(int count, byte[] roots, int records) {
        Bytes root = HashTree.over(recordHashing, roots, 0, records);
        Statement statement = state(UrMessages.LANE_OF_RECORDS, ++recordNumber, root);
        sworn.to(statement, count);
        return statement;
    }

    private Statement state(int lane, long next, Bytes root) {
        return new Statement(owner, session, lane, next, unixSeconds.getAsLong(), root);
    }

    /** Signs and writes evidence: the bits of the casts of this record, and the roots of those after it. */
    void sign(CborWriter out, Statement statement, byte[] which, int whichBytes, byte[] roots, int at, int rootBytes) {
        byte[] signature = statement.sign(key);
        out.array(UrMessages.EVIDENCE_ELEMENTS).uint(UrMessage.EVIDENCE);
        out.uint(statement.lane()).uint(statement.number()).uint(statement.time());
        out.bytes(which, 0, whichBytes).bytes(roots, at, rootBytes).bytes(signature);
    }
}
