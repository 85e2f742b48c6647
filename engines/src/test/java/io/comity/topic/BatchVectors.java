package io.comity.topic;

import static io.comity.detached.Json.object;
import static io.comity.topic.TopicVectors.BOB;
import static io.comity.topic.TopicVectors.CAROL;
import static io.comity.topic.TopicVectors.MALLORY;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import io.comity.wire.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of {@link TopicVectors}: trees, batches whole and cut, and what two of them prove. */
final class BatchVectors {
    private static final Bytes CHAIN = Bytes.of(new byte[Hashing.BYTES]);

    private BatchVectors() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trees", trees());
        all.put("batches", batches());
        all.put("parts", parts());
        all.put("equivocations", equivocations());
        all.put("endorsements", EndorsementVectors.endorsements());
        return all;
    }

    private static List<Object> trees() {
        List<Object> trees = new ArrayList<>();
        for (int count : new int[] {1, 2, 3, 4, 5, 8, 9, 255, 256}) {
            trees.add(object(
                    "messages", (long) count, "root", numbered(count).root().toHex()));
        }
        return trees;
    }

    /** As many messages as that, each of which says which it is. */
    private static RawBatch numbered(int count) {
        RawBatch batch = new RawBatch(BOB);
        for (int place = 0; place < count; place++) {
            batch.say(place, Integer.toString(place).getBytes(US_ASCII));
        }
        return batch;
    }

    // Batches.

    private static List<Object> batches() {
        List<Object> all = new ArrayList<>();
        all.add(batch("of one message", new RawBatch(BOB, "hello")));
        all.add(batch("of a message without a byte", new RawBatch(BOB, "")));
        all.add(batch("of three", new RawBatch(BOB, "a", "b", "c")));
        bounds(all);
        all.add(batch("signed by another key", batch -> batch.key = MALLORY.epochKey));
        all.add(batch("signed by the node itself", batch -> batch.key = BOB.node));
        all.add(batch("signed under another domain", batch -> batch.domain = "comity/1 other"));
        all.add(batch("signed as of another version", batch -> batch.version = 2));
        all.add(batch("a signature of 63 bytes", batch -> batch.signatureBytes = 63));
        altered(all);
        forms(all);
        cut(all);
        return all;
    }

    private static void bounds(List<Object> all) {
        all.add(batch("of 256", new RawBatch(BOB).say(256, 1, new byte[] {'x'})));
        all.add(batch("of 257", new RawBatch(BOB).say(257, 1, new byte[] {'x'})));
        all.add(batch("of none", new RawBatch(BOB)));
        all.add(batch("of more than there are", batch -> batch.count = 2));
        all.add(batch("of type 255", new RawBatch(BOB).say(255, new byte[1])));
        all.add(batch("of type 256", new RawBatch(BOB).say(256, new byte[1])));
        all.add(batch("a body of 49152 bytes", new RawBatch(BOB).say(0, new byte[Batch.MAX_BODY_BYTES])));
        all.add(batch("a body of 49153 bytes", new RawBatch(BOB).say(0, new byte[Batch.MAX_BODY_BYTES + 1])));
        all.add(batch("57344 bytes in all", ofBytes(Batch.MAX_BYTES)));
        all.add(batch("57345 bytes in all", ofBytes(Batch.MAX_BYTES + 1)));
        all.add(batch("the first sequence is 0", batch -> batch.first = 0));
        all.add(batch("the last sequences there are", batch -> batch.first = Long.MAX_VALUE - 1));
        all.add(batch("one beyond the last sequence", batch -> batch.first = Long.MAX_VALUE));
        all.add(batch("at the end of the year 9999", batch -> batch.time = 253_402_300_799_999L));
        all.add(batch("a millisecond later", batch -> batch.time = 253_402_300_800_000L));
        all.add(batch("under a chain", batch -> batch.grant = CHAIN));
        all.add(batch("under a chain whose id is short", batch -> batch.grant = Bytes.of(new byte[31])));
        all.add(batch("a topic whose id is long", batch -> batch.topic = Bytes.of(new byte[33])));
        all.add(batch("after 16 others", batch -> sees(batch, 16)));
        all.add(batch("after 17 others", batch -> sees(batch, 17)));
        all.add(batch(
                "after a publisher without a slot",
                batch -> batch.after.add(BOB.id().key())));
        all.add(batch("after sequence 0", batch -> batch.sees(BOB.id().key(), 1, 0)));
    }

    private static void sees(RawBatch batch, int slots) {
        for (int i = 1; i <= slots; i++) {
            batch.sees(MALLORY.id().key(), 7, i);
        }
    }

    /** Of two messages, of which the second makes it as long as that. */
    private static RawBatch ofBytes(int length) {
        byte[] first = new byte[Batch.MAX_BODY_BYTES];
        int rest =
                length - new RawBatch(BOB).say(0, first).say(0, new byte[4_096]).bytes().length;
        return new RawBatch(BOB).say(0, first).say(0, new byte[4_096 + rest]);
    }

    private static void altered(List<Object> all) {
        byte[] good = new RawBatch(BOB, "a", "b", "c").bytes();
        for (int at : new int[] {10, 60, 100, good.length - 2}) {
            byte[] altered = good.clone();
            altered[at] ^= 1;
            all.add(batch("byte " + at + " is other", altered));
        }
    }

    private static void forms(List<Object> all) {
        byte[] good = new RawBatch(BOB, "hello").bytes();
        all.add(batch("cut short", TopicVectors.cutShort(good)));
        all.add(batch("nothing", new byte[0]));
        all.add(batch("with a byte behind it", Arrays.copyOf(good, good.length + 1)));
        byte[] longer = new byte[good.length + 1];
        longer[0] = (byte) 0x98;
        longer[1] = 5;
        System.arraycopy(good, 1, longer, 2, good.length - 1);
        all.add(batch("a longer head than it needs", longer));
        byte[] open = Arrays.copyOf(good, good.length + 1);
        open[0] = (byte) 0x9f;
        open[good.length] = (byte) 0xff;
        all.add(batch("an open array", open));
        byte[] four = Arrays.copyOf(good, good.length - 1);
        four[0]--;
        all.add(batch("without what is beside", four));
    }

    private static void cut(List<Object> all) {
        all.add(batch("the third of nine", numbered(9).only(2)));
        all.add(batch("all but the last of nine", numbered(9).only(0, 1, 2, 3, 4, 5, 6, 7)));
        all.add(cut("all of it, as if it were cut", batch -> batch.only(0, 1, 2, 3, 4, 5, 6, 7, 8)));
        all.add(cut("nothing of it", batch -> {
            batch.places = new byte[2];
            batch.here = List.of();
        }));
        all.add(cut("a byte of places too many", batch -> batch.places = Arrays.copyOf(batch.places, 3)));
        all.add(cut("a byte of places too few", batch -> batch.places = Arrays.copyOf(batch.places, 1)));
        all.add(cut("a place behind the last", batch -> {
            batch.places[1] |= 1;
            batch.here = List.of(2, 2);
        }));
        all.add(cut("fewer messages than places", batch -> batch.places[0] |= (byte) 0x80));
        all.add(cut("more messages than places", batch -> batch.here = List.of(2, 3)));
        all.add(cut("another place", batch -> batch.places[0] = 0x10));
        all.add(cut("a hash beside it is other", batch -> batch.beside[33] ^= 1));
        all.add(cut("two hashes exchanged", BatchVectors::exchange));
        all.add(cut("a hash too few", batch -> batch.beside = Arrays.copyOf(batch.beside, batch.beside.length - 32)));
        all.add(cut("a hash too many", batch -> batch.beside = Arrays.copyOf(batch.beside, batch.beside.length + 32)));
        all.add(cut("a byte too many", batch -> batch.beside = Arrays.copyOf(batch.beside, batch.beside.length + 1)));
        all.add(batch("a hash beside a whole one", batch -> batch.beside = new byte[32]));
        all.add(batch("as many bytes beside as can be read", batch -> batch.beside = new byte[8_192]));
        all.add(batch("one more", batch -> batch.beside = new byte[8_193]));
    }

    private static void exchange(RawBatch batch) {
        byte[] first = Arrays.copyOf(batch.beside, 32);
        System.arraycopy(batch.beside, 32, batch.beside, 0, 32);
        System.arraycopy(first, 0, batch.beside, 32, 32);
    }

    /** The third of nine, and something is wrong with it. */
    private static Map<String, Object> cut(String name, Consumer<RawBatch> change) {
        RawBatch batch = numbered(9).only(2);
        change.accept(batch);
        return batch("the third of nine: " + name, batch);
    }

    /** One message, and something is changed. */
    private static Map<String, Object> batch(String name, Consumer<RawBatch> change) {
        RawBatch batch = new RawBatch(BOB, "hello");
        change.accept(batch);
        return batch(name, batch);
    }

    private static Map<String, Object> batch(String name, RawBatch batch) {
        return batch(name, batch.bytes());
    }

    private static Map<String, Object> batch(String name, byte[] bytes) {
        Map<String, Object> vector = object("name", name, "batch", VectorBytes.write(bytes));
        Batch read = Batch.read(bytes, 0, bytes.length).orElse(null);
        vector.put("verdict", verdict(read));
        if (read != null) {
            vector.put("says", said(read));
        }
        return vector;
    }

    static String verdict(@Nullable Batch read) {
        return read == null ? "malformed" : read.isSigned(BOB.epochKey.nodeId()) ? "signed" : "forged";
    }

    static Map<String, Object> said(Batch batch) {
        Stamp stamp = batch.stamp();
        List<Object> after = new ArrayList<>();
        stamp.after()
                .forEach(slot -> after.addAll(List.of(
                        TopicVectors.hex(slot.publisher()),
                        VectorBytes.number(slot.epoch()),
                        VectorBytes.number(slot.sequence()))));
        long here = 0;
        long bytes = 0;
        for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
            here++;
            bytes += batch.length(place);
        }
        return object(
                "topic", stamp.topic().hash().toHex(),
                "publisher", TopicVectors.hex(stamp.publisher()),
                "epoch", VectorBytes.number(stamp.first().epoch()),
                "first", VectorBytes.number(stamp.first().sequence()),
                "count", (long) stamp.count(),
                "time", stamp.timeMillis(),
                "grant", stamp.grant().toHex(),
                "after", after,
                "messages", here,
                "bodyBytes", bytes);
    }

    // Parts of whole ones.

    private static List<Object> parts() {
        List<Object> all = new ArrayList<>();
        all.add(part(2, 1));
        all.add(part(3, 0, 2));
        all.add(part(5, 4));
        all.add(part(8, 3, 4));
        all.add(part(9, 8));
        all.add(part(9, 0, 1, 2, 3, 8));
        all.add(part(100, 0, 50, 99));
        return all;
    }

    private static Map<String, Object> part(int count, int... places) {
        byte[] whole = numbered(count).bytes();
        BitSet wanted = new BitSet();
        Arrays.stream(places).forEach(wanted::set);
        Batch batch = Batch.read(whole, 0, whole.length).orElseThrow();
        return object(
                "whole",
                VectorBytes.write(whole),
                "places",
                Arrays.stream(places).mapToObj(place -> (Object) (long) place).toList(),
                "part",
                VectorBytes.write(batch.only(wanted).bytes()));
    }

    // Lies.

    private static List<Object> equivocations() {
        byte[] yes = said("yes");
        byte[] no = said("no");
        RawBatch later = new RawBatch(BOB, "no");
        later.first = 2;
        RawBatch elsewhere = new RawBatch(BOB, "no");
        elsewhere.topic = TopicId.of(BOB.id(), Newsroom.NAME).hash();
        RawBatch forged = new RawBatch(BOB, "no");
        forged.key = MALLORY.epochKey;
        RawBatch typed = new RawBatch(BOB).say(1, "yes".getBytes(US_ASCII));
        byte[] longest = new byte[Batch.MAX_BODY_BYTES];
        byte[] one = new RawBatch(BOB).say(0, longest).bytes();
        byte[] other = new RawBatch(BOB).say(1, longest).bytes();
        Bytes word = BOB.word;
        Newsroom.Voice epoch6 = new Newsroom.Voice(2, 6);
        long second = Newsroom.NOW.getEpochSecond();
        Bytes otherEpoch = new PublisherKey(BOB.id(), 6, BOB.epochKey.nodeId(), second, second + 1).sign(BOB.node);
        byte[] good = lie(1, word, yes, word, no);
        List<Object> all = new ArrayList<>();
        all.add(equivocation("two messages in one slot", good));
        all.add(equivocation("the other way round", lie(1, word, no, word, yes)));
        all.add(equivocation(
                "in batches of other lengths",
                lie(
                        1,
                        word,
                        yes,
                        word,
                        new RawBatch(BOB, "no", "b", "c").only(0).bytes())));
        all.add(equivocation("of two types", lie(1, word, yes, word, typed.bytes())));
        all.add(equivocation("as long as may be", lie(1, word, one, word, other)));
        all.add(equivocation("one message twice", lie(1, word, yes, word, yes)));
        all.add(equivocation("in two slots", lie(1, word, yes, word, later.bytes())));
        all.add(equivocation("on two topics", lie(1, word, yes, word, elsewhere.bytes())));
        all.add(equivocation("one by another key", lie(1, word, yes, word, forged.bytes())));
        all.add(equivocation("one by another node", lie(1, word, yes, MALLORY.word, no)));
        all.add(equivocation("a word of another epoch", lie(1, word, yes, otherEpoch, no)));
        all.add(equivocation("by two publishers", lie(1, word, yes, CAROL.word, new RawBatch(CAROL, "no").bytes())));
        all.add(equivocation("in two epochs", lie(1, word, yes, epoch6.word, new RawBatch(epoch6, "no").bytes())));
        all.add(equivocation("two messages in one batch", lie(1, word, said("yes", "and yes"), word, no)));
        all.add(equivocation("another version", lie(2, word, yes, word, no)));
        all.add(equivocation("cut short", TopicVectors.cutShort(good)));
        all.add(equivocation("with a byte behind it", Arrays.copyOf(good, good.length + 1)));
        return all;
    }

    private static byte[] said(String... texts) {
        return new RawBatch(BOB, texts).bytes();
    }

    private static byte[] lie(int version, Bytes key, byte[] batch, Bytes otherKey, byte[] otherBatch) {
        CborWriter out = new CborWriter(1_024, 1 << 20).array(5).uint(version);
        return out.bytes(key).bytes(batch).bytes(otherKey).bytes(otherBatch).toByteArray();
    }

    private static Map<String, Object> equivocation(String name, byte[] bytes) {
        Equivocation read = Equivocation.read(Bytes.of(bytes)).orElse(null);
        Map<String, Object> vector = object("name", name, "proof", VectorBytes.write(bytes), "accepted", read != null);
        if (read != null) {
            vector.put("topic", read.topic().hash().toHex());
            vector.put("publisher", TopicVectors.hex(read.slot().publisher()));
            vector.put("epoch", VectorBytes.number(read.slot().epoch()));
            vector.put("sequence", VectorBytes.number(read.slot().sequence()));
        }
        return vector;
    }
}
