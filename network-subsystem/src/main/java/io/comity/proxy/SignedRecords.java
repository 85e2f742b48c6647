package io.comity.proxy;

import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.session.RetransmitBuffer;
import io.comity.wire.CastCursor;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills records whose casts are proven: as many as wait, up to {@link UrMessages#MAX_SIGNED_RECORDS}, under one signature, since
 * a signature costs as much as hashing hundreds of messages. Room is left in front of each; evidence is written there when it is
 * known what it is for, and what is left of the room is never sent. Of the session's {@code sending}.
 */
final class SignedRecords {
    private static final int ROOM_BYTES = UrMessages.MAX_ACK_BYTES + UrMessages.MAX_EVIDENCE_BYTES;

    /** Less than this is not worth waiting with: the next record then gets a signature of its own. */
    private static final int FULL_BYTES = Session.MAX_PLAIN_BYTES / 2;

    /** Moves what waits into a record; returns how many bytes. */
    interface Drain {
        int to(byte[] array, int offset, int max, boolean dataToo);
    }

    /** One record that has its casts and lacks its front. */
    private static final class Filled {
        final byte[] array;
        final int offset;
        final int length;
        final byte[] which;

        Filled(byte[] array, int offset, int length, byte[] which) {
            this.array = array;
            this.offset = offset;
            this.length = length;
            this.which = which;
        }
    }

    private final Signing signing;
    private final RetransmitBuffer sent;
    private final CastCursor cursor = new CastCursor();
    private final Hashing hashing = new Hashing();
    private final HashTree tree = new HashTree(hashing);
    private final byte[] bits = new byte[UrMessages.MAX_WHICH_BYTES];
    private final byte[] roots = new byte[UrMessages.MAX_SIGNED_RECORDS * Hashing.BYTES];
    private final CborWriter front = new CborWriter(256, ROOM_BYTES);
    private final List<Filled> filled = new ArrayList<>();
    private int signed;

    SignedRecords(Signing signing, RetransmitBuffer sent) {
        this.signing = signing;
        this.sent = sent;
    }

    /**
     * Fills the next record, and perhaps some after it; those are kept for later.
     *
     * @param ack what goes in front, perhaps empty
     * @return the first, or null when nothing waits
     */
    RetransmitBuffer.@Nullable Kept fill(CborWriter ack, Drain drain) {
        filled.clear();
        signed = 0;
        long bytes = 0;
        int length = FULL_BYTES;
        boolean goesOn = true;
        while (goesOn && length >= FULL_BYTES && filled.size() < UrMessages.MAX_SIGNED_RECORDS) {
            boolean dataToo = sent.admitsData(bytes);
            if (!filled.isEmpty() && !dataToo) {
                break;
            }
            byte[] array = sent.array();
            int offset = sent.offset() + ROOM_BYTES;
            length = drain.to(array, offset, Session.MAX_PLAIN_BYTES - ROOM_BYTES, dataToo);
            goesOn = length > 0 && add(array, offset, length);
            bytes += length;
        }
        return filled.isEmpty() ? null : finish(ack);
    }

    /** Whether there is something in it to prove: if not, it is the last of its kind. */
    private boolean add(byte[] array, int offset, int length) {
        sent.take(ROOM_BYTES + length);
        int casts = cover(array, offset, length);
        int covered = tree.count();
        if (covered > 0) {
            tree.root(roots, filled.size() * Hashing.BYTES);
        }
        filled.add(new Filled(array, offset, length, covered == 0 ? NONE : covered == casts ? ALL : which(casts)));
        signed += covered;
        return covered > 0;
    }

    private static final byte[] NONE = {0};
    private static final byte[] ALL = {};

    /** Hashes what is to be proven, and notes it in {@link #bits}; returns how many casts there are in all. */
    private int cover(byte[] array, int offset, int length) {
        tree.reset();
        Arrays.fill(bits, (byte) 0);
        cursor.reset(array, offset, offset + length);
        int casts = 0;
        long ref = -1;
        Vocabulary.Words words = null;
        for (; cursor.next(); casts++) {
            if (cursor.ref() != ref) {
                ref = cursor.ref();
                words = signing.heard().find(ref);
            }
            boolean isWanted = words != null && !cursor.isSigned() && words.level(cursor.type()) > 0;
            byte[] prefix = isWanted && words != null ? words.prefix(cursor.type(), hashing) : null;
            if (prefix != null) {
                tree.add(prefix, array, cursor.start(), cursor.end() - cursor.start());
                bits[casts >>> 3] |= (byte) (1 << (casts & 7));
            }
        }
        return casts;
    }

    /** As short as it can be, so that there is one form. */
    private byte[] which(int casts) {
        int bytes = (casts + 7) / 8;
        while (bits[bytes - 1] == 0) {
            bytes--;
        }
        return Arrays.copyOf(bits, bytes);
    }

    private RetransmitBuffer.Kept finish(CborWriter ack) {
        int last = filled.size() - 1;
        int records = filled.get(last).which == NONE ? last : last + 1;
        Statement statement = records == 0 ? null : signing.ofRecords(signed, roots, records);
        RetransmitBuffer.Kept first = null;
        for (int place = 0; place <= last; place++) {
            Filled record = filled.get(place);
            front.reset();
            if (place == 0) {
                front.encoded(ack.buffer(), 0, ack.length());
                vouch();
            }
            if (place == 0 && statement != null) {
                int others = (records - 1) * Hashing.BYTES;
                signing.sign(front, statement, record.which, record.which.length, roots, Hashing.BYTES, others);
            } else if (place < records) {
                front.array(UrMessages.EVIDENCE_AGAIN_ELEMENTS).uint(UrMessage.EVIDENCE);
                front.uint(place).bytes(record.which);
            }
            RetransmitBuffer.Kept kept = withFront(record);
            if (first == null) {
                first = sent.keep(kept);
            } else {
                sent.keepForLater(kept);
            }
        }
        return java.util.Objects.requireNonNull(first, "there is at least one");
    }

    /** The key's certificate goes before the first thing that it signed, and so does each that renews it. */
    private void vouch() {
        Bytes certificate = signing.takeCertificate();
        if (certificate != null) {
            UrMessages.write(front, new UrMessage.Vouched(certificate));
        }
    }

    private RetransmitBuffer.Kept withFront(Filled record) {
        int start = isShortAndAlone(record) ? movedDown(record) : record.offset - front.length();
        System.arraycopy(front.buffer(), 0, record.array, start, front.length());
        return new RetransmitBuffer.Kept(record.array, start, front.length() + record.length);
    }

    /** Then nothing was written after it. Records of a few bytes, each with the room of a front, would keep far more than they say. */
    private boolean isShortAndAlone(Filled record) {
        return filled.size() == 1 && record.length < FULL_BYTES;
    }

    /** To where its room began; what it leaves is the next one's. */
    private int movedDown(Filled record) {
        int start = record.offset - ROOM_BYTES;
        System.arraycopy(record.array, record.offset, record.array, start + front.length(), record.length);
        sent.giveBack(ROOM_BYTES - front.length());
        return start;
    }
}
