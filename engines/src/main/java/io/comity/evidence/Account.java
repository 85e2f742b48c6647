package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of the ledger that an owner keeps of one holder: what came signed in one session, in order, and what became of it. The
 * canonical CBOR array {@code [1, owner, holder, session, first, previous, [entry…]]}; entries of one ledger are numbered from 1
 * on, and each is hashed with the hash before it, so that none can be left out, changed or moved.
 *
 * @param first the number of its first entry
 * @param previous the hash of the entry before that; zeros before the first of all
 */
public record Account(NodeId owner, NodeId holder, Bytes session, long first, Bytes previous, List<Entry> entries) {
    /** Of one account. */
    public static final int MAX_ENTRIES = 512;

    public static final int MAX_BYTES = 49_152;

    /** Before the first entry of a ledger. */
    public static final Bytes BEGINNING = Bytes.of(new byte[Hashing.BYTES]);

    private static final int VERSION = 1;
    private static final int FIELDS = 7;

    /**
     * What became of the messages under one statement: {@code [lane, number, root, count, [grant…], [from, count, reason…]]}.
     *
     * @param count of messages
     * @param grants the ids of the chains under which they passed
     * @param refused runs of them that were not delivered, as from, count and the code of a reason, one after the other
     */
    public record Entry(int lane, long number, Bytes root, int count, List<Bytes> grants, List<Long> refused) {
        public static final int MAX_GRANTS = 16;
        public static final int MAX_RUNS = 1_024;
        public static final int MAX_BYTES = 16_384;

        private static final int FIELDS = 6;
        private static final int RUN = 3;
        private static final int MAX_LANE = 2;

        public Entry {
            grants = List.copyOf(grants);
            refused = List.copyOf(refused);
        }

        public byte[] encode() {
            CborWriter out = new CborWriter(128, MAX_BYTES);
            write(out);
            return out.toByteArray();
        }

        private void write(CborWriter out) {
            out.array(FIELDS).uint(lane).uint(number).bytes(root).uint(count);
            out.array(grants.size());
            grants.forEach(out::bytes);
            out.array(refused.size());
            refused.forEach(out::uint);
        }

        private static Entry read(CborReader in) {
            in.tuple(FIELDS);
            int lane = (int) in.uint(MAX_LANE);
            long number = in.uint();
            Bytes root = in.fixed(Hashing.BYTES);
            int count = (int) in.uint(Integer.MAX_VALUE);
            List<Bytes> grants = new ArrayList<>();
            for (int left = in.array(MAX_GRANTS); left > 0; left--) {
                grants.add(in.fixed(Hashing.BYTES));
            }
            List<Long> refused = new ArrayList<>();
            for (int left = in.array(RUN * MAX_RUNS); left > 0; left--) {
                refused.add(in.uint());
            }
            if (!isSane(refused, count)) {
                in.refuse(Fault.OUT_OF_RANGE);
            }
            return new Entry(lane, number, root, count, grants, refused);
        }

        /** Runs in order, none empty or beyond the count, none touching the one before. */
        private static boolean isSane(List<Long> refused, int count) {
            long free = 0;
            for (int i = 0; i + RUN <= refused.size(); i += RUN) {
                if (refused.get(i) < free || refused.get(i + 1) < 1 || refused.get(i + 1) > count - refused.get(i)) {
                    return false;
                }
                free = refused.get(i) + refused.get(i + 1);
            }
            return refused.size() % RUN == 0;
        }

        /** Messages that were not delivered. */
        public long refusals() {
            long refusals = 0;
            for (int i = 0; i < refused.size(); i += RUN) {
                refusals += refused.get(i + 1);
            }
            return refusals;
        }
    }

    public Account {
        entries = List.copyOf(entries);
    }

    public long last() {
        return first + entries.size() - 1;
    }

    /** The hash of the chain after the last entry. */
    public Bytes head() {
        Hashing hashing = new Hashing();
        Bytes head = previous;
        for (Entry entry : entries) {
            head = hashing.entry(head, entry.encode());
        }
        return head;
    }

    public Bytes encode() {
        CborWriter out = new CborWriter(1_024, MAX_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(owner.key()).bytes(holder.key()).bytes(session).uint(first).bytes(previous);
        out.array(entries.size());
        entries.forEach(entry -> entry.write(out));
        return Bytes.of(out.toByteArray());
    }

    /** The account in bytes from outside, if they are one; that says nothing of whose word it is. */
    public static Optional<Account> read(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = encoded.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes owner = in.fixed(NodeId.SIZE_BYTES);
        Bytes holder = in.fixed(NodeId.SIZE_BYTES);
        Bytes session = in.fixed(Hashing.BYTES);
        long first = in.uint();
        Bytes previous = in.fixed(Hashing.BYTES);
        List<Entry> entries = new ArrayList<>();
        for (int left = in.array(MAX_ENTRIES); left > 0 && in.fault() == null; left--) {
            entries.add(Entry.read(in));
        }
        boolean isOne = in.finish() == null && isKnown && first >= 1 && !entries.isEmpty();
        return isOne && first <= Long.MAX_VALUE - MAX_ENTRIES
                ? Optional.of(new Account(new NodeId(owner), new NodeId(holder), session, first, previous, entries))
                : Optional.empty();
    }

    /** Whose, from where to where; never the content. */
    @Override
    public String toString() {
        return "account of " + owner + " of what " + holder + " sent, entries " + first + " to " + last();
    }
}
