package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.identity.Bytes;
import io.comity.wire.CastCursor;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a record: ur-messages end to end, and the bodies of casts. What is accepted is what would have been written;
 * and whoever goes from cast to cast sees the same casts.
 */
final class UrMessageFuzzTest extends FuzzTarget {
    private static final int MAX_ELEMENTS = 8;
    private static final int MAX_BYTES = 1 << 16;

    private final CborReader in = new CborReader(new byte[0], 0, 0);
    private final CborWriter out = new CborWriter(256, MAX_BYTES);
    private final CastCursor cursor = new CastCursor();
    private final Bodies bodies = new Bodies();

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Whether it is a body, and of which type; or a record. */
    @Override
    void judge(byte[] input) {
        int first = new Input(input).octet();
        byte[] rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        if (first < Letters.PROTOCOL.size()) {
            bodies.judge(first, rest);
        } else {
            record(rest);
        }
    }

    private void record(byte[] plain) {
        in.reset(plain, 0, plain.length);
        List<Integer> casts = new ArrayList<>();
        while (!in.atEnd()) {
            int start = in.position();
            int elements = in.array(MAX_ELEMENTS);
            int kind = UrMessages.kind(in, elements);
            out.reset();
            boolean isWritten = message(kind, elements);
            if (in.fault() == null && isWritten) {
                Must.equal(out.toByteArray(), Arrays.copyOfRange(plain, start, in.position()), "kind " + kind);
            }
            if (in.fault() == null && (kind == UrMessage.CAST || kind == UrMessage.CALL)) {
                casts.add(start);
            }
        }
        if (in.fault() == null) {
            Must.equal(castsOf(plain), casts, "where the casts are");
        }
    }

    private List<Integer> castsOf(byte[] plain) {
        List<Integer> casts = new ArrayList<>();
        cursor.reset(plain, 0, plain.length);
        while (cursor.next()) {
            casts.add(cursor.start());
        }
        return casts;
    }

    /** Reads one and writes it again; false for one that is not written here. */
    private boolean message(int kind, int elements) {
        boolean isCall = kind == UrMessage.CALL || kind == UrMessage.PIECE;
        switch (kind) {
            case UrMessage.CAST, UrMessage.CALL -> cast(isCall, elements - UrMessages.CAST_ELEMENTS - (isCall ? 1 : 0));
            case UrMessage.PART, UrMessage.PIECE ->
                part(isCall, elements - UrMessages.PART_ELEMENTS - (isCall ? 1 : 0));
            case UrMessage.EVIDENCE -> {
                evidence(elements);
                return false;
            }
            default -> {
                UrMessage read = UrMessages.read(in, kind, elements);
                write(read);
                return read != null;
            }
        }
        return true;
    }

    private void evidence(int elements) {
        if (elements == UrMessages.EVIDENCE_ELEMENTS) {
            in.uint();
        }
        for (int left = elements - (elements == UrMessages.EVIDENCE_ELEMENTS ? 2 : 1); left > 0; left--) {
            in.skip();
        }
    }

    private void write(@Nullable UrMessage read) {
        if (read instanceof UrMessage.Learn learn && learn.levels().size() > 0) {
            Must.hold(!learn.levels().equals(Bytes.of(new byte[learn.levels().size()])), "it wants no proof at length");
        }
        if (read != null) {
            UrMessages.write(out, read);
        }
    }

    /** @param more elements than one without a deadline has */
    private void cast(boolean isCall, int more) {
        Head head = head(isCall, more);
        Bytes body = in.bytes(MAX_BYTES);
        if (in.fault() == null) {
            UrMessages.castHead(out, head.ref, head.type, head.deadline, head.reply, body.size());
            out.encoded(body.toArray(), 0, body.size());
            bodies.judge(head.type, body.toArray());
        }
    }

    private void part(boolean isCall, int more) {
        Head head = head(isCall, more);
        int total = (int) in.uint(Integer.MAX_VALUE);
        int offset = (int) in.uint(Integer.MAX_VALUE);
        Bytes body = in.bytes(MAX_BYTES);
        if (in.fault() == null) {
            UrMessages.partHead(out, head.ref, head.type, head.deadline, head.reply, total, offset, body.size());
            out.encoded(body.toArray(), 0, body.size());
        }
    }

    private record Head(long ref, int type, long deadline, long reply) {}

    private Head head(boolean isCall, int more) {
        long ref = in.uint();
        int type = (int) in.uint(Integer.MAX_VALUE);
        long deadline = more == 1 ? in.uint(UrMessage.NO_DEADLINE - 1) : UrMessage.NO_DEADLINE;
        long reply = isCall ? in.uint() : UrMessage.NO_REPLY;
        if (more != 0 && more != 1) {
            in.refuse(io.comity.wire.Fault.WRONG_COUNT);
        }
        return new Head(ref, type, deadline, reply);
    }

    @Override
    List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Letters.Letter letter : Letters.SAMPLES) {
            seeds.add(Seeds.join(new byte[] {(byte) Letters.type(letter)}, Letters.body(letter)));
        }
        for (UrMessage each : samples()) {
            seeds.add(record(writer -> UrMessages.write(writer, each)));
        }
        Bytes digest = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
        UrMessage unproven = new UrMessage.Learn(1, "greeter", digest, List.of("Greet"), Bytes.ofHex("00"));
        seeds.add(record(writer -> UrMessages.write(writer, unproven)));
        byte[] body = Letters.body(Letters.SAMPLES.get(0));
        seeds.add(record(writer -> {
            UrMessages.ack(writer, 5);
            UrMessages.castHead(writer, 1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
            writer.encoded(body, 0, body.length);
            UrMessages.castHead(writer, 1, 3, 9_000, 2, 1);
            writer.encoded(new byte[1], 0, 1);
        }));
        seeds.add(record(writer -> {
            UrMessages.partHead(writer, 1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, 10, 0, 2);
            writer.encoded(new byte[2], 0, 2);
            UrMessages.partHead(writer, 3, 0, 7, 4, 10, 2, 1);
            writer.encoded(new byte[1], 0, 1);
            writer.array(UrMessages.EVIDENCE_AGAIN_ELEMENTS)
                    .uint(UrMessage.EVIDENCE)
                    .uint(1)
                    .bytes(new byte[1]);
        }));
        return seeds;
    }

    /** One of each kind but casts. */
    static List<UrMessage> samples() {
        Bytes some = Bytes.ofHex("0102");
        Bytes digest = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
        Bytes name = Bytes.of(new byte[UrMessage.SESSION_BYTES]);
        return List.of(
                new UrMessage.Learn(1, "greeter", digest, List.of("Greet", "Stop")),
                new UrMessage.Learn(3, "greeter", digest, List.of("Greet"), Bytes.ofHex("02")),
                new UrMessage.Forget(1, 2),
                new UrMessage.Refuse(1, 2),
                new UrMessage.Refuse(1, 2, 300),
                new UrMessage.Refuse(1, 2, 0, 4),
                new UrMessage.Release(2, 1),
                new UrMessage.Renew(List.of(1L, 3L)),
                new UrMessage.Present(1, some),
                new UrMessage.Granted(1, some),
                new UrMessage.Declined(1, 2),
                new UrMessage.Ready(),
                new UrMessage.Advert(some),
                new UrMessage.Notice(some),
                new UrMessage.Receipt(some, some),
                new UrMessage.Countersigned(7, some),
                new UrMessage.Ack(9),
                new UrMessage.Hello(name, 3, 1 << 20, 30_000, 5),
                new UrMessage.Bye(1, 1_000),
                new UrMessage.Rekey(77));
    }

    private interface Writing {
        void to(CborWriter writer);
    }

    private static byte[] record(Writing writing) {
        CborWriter writer = new CborWriter(256, MAX_BYTES);
        writing.to(writer);
        return Seeds.join(new byte[] {(byte) 0xff}, writer.toByteArray());
    }
}
