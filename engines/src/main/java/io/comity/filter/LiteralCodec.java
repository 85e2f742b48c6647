package io.comity.filter;

import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * Literals as canonical CBOR.
 * <pre>
 *  [0, integer]    whole, -2^63 to 2^63 - 1      [4, bool]
 *  [1, bytes]      whole beyond, two's           [5, bytes]
 *                  complement, shortest          [6, seconds, nanoseconds] instant
 *  [2, bytes (8)]  decimal, IEEE 754 binary64    [7, seconds, nanoseconds] duration
 *  [3, text]
 * </pre>
 */
final class LiteralCodec {
    private static final int WHOLE = 0;
    private static final int BIG = 1;
    private static final int DECIMAL = 2;
    private static final int TEXT = 3;
    private static final int TRUTH = 4;
    private static final int OCTETS = 5;
    private static final int MOMENT = 6;
    private static final int SPAN = 7;
    private static final int MAX_NANOS = 999_999_999;

    private LiteralCodec() {}

    static void write(CborWriter out, Literal literal) {
        if (literal instanceof Literal.Whole whole) {
            writeWhole(out.array(2), whole.value());
        } else if (literal instanceof Literal.Decimal decimal) {
            out.array(2)
                    .uint(DECIMAL)
                    .bytes(ByteBuffer.allocate(Double.BYTES)
                            .putDouble(decimal.value())
                            .array());
        } else if (literal instanceof Literal.Text text) {
            out.array(2).uint(TEXT).text(text.value());
        } else if (literal instanceof Literal.Truth truth) {
            out.array(2).uint(TRUTH).bool(truth.value());
        } else if (literal instanceof Literal.Octets octets) {
            out.array(2).uint(OCTETS).bytes(octets.value());
        } else if (literal instanceof Literal.Moment moment) {
            out.array(3)
                    .uint(MOMENT)
                    .integer(moment.value().getEpochSecond())
                    .uint(moment.value().getNano());
        } else if (literal instanceof Literal.Span span) {
            out.array(3)
                    .uint(SPAN)
                    .integer(span.value().toSeconds())
                    .uint(span.value().getNano());
        }
    }

    private static void writeWhole(CborWriter out, BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            out.uint(WHOLE).integer(value.longValue());
        } else {
            out.uint(BIG).bytes(value.toByteArray());
        }
    }

    /** What {@code in} has next; meaningless when it has a fault afterwards. */
    static Literal read(CborReader in) {
        int elements = in.array(3);
        int kind = (int) in.uint(SPAN);
        if (elements != (kind == MOMENT || kind == SPAN ? 3 : 2)) {
            in.refuse(Fault.WRONG_COUNT);
        }
        return switch (kind) {
            case WHOLE -> new Literal.Whole(BigInteger.valueOf(in.integer()));
            case BIG -> big(in);
            case DECIMAL -> decimal(in);
            case TEXT -> new Literal.Text(in.text(Literal.MAX_BYTES));
            case TRUTH -> new Literal.Truth(in.bool());
            case OCTETS -> new Literal.Octets(in.bytes(Literal.MAX_BYTES));
            case MOMENT -> moment(in);
            default -> new Literal.Span(Duration.ofSeconds(in.integer(), in.uint(MAX_NANOS)));
        };
    }

    private static Literal big(CborReader in) {
        byte[] bytes = in.byteArray(Literal.MAX_BYTES);
        return new Literal.Whole(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
    }

    private static Literal decimal(CborReader in) {
        Bytes bits = in.fixed(Double.BYTES);
        double value = bits.size() == 0 ? 0 : ByteBuffer.wrap(bits.toArray()).getDouble();
        return new Literal.Decimal(Double.isFinite(value) ? value : in.refuse(Fault.OUT_OF_RANGE));
    }

    private static Literal moment(CborReader in) {
        long seconds = in.integer();
        long nanos = in.uint(MAX_NANOS);
        try {
            return new Literal.Moment(Instant.ofEpochSecond(seconds, nanos));
        } catch (DateTimeException beyondTheCalendar) {
            in.refuse(Fault.OUT_OF_RANGE);
            return new Literal.Moment(Instant.EPOCH);
        }
    }
}
