package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types without parts of their own, and how each looks in CBOR.
 * <pre>
 *  bool       true or false
 *  i8 … i64   integer in the range of the type        (byte, short, int, long)
 *  char       integer 0..65535, one UTF-16 unit
 *  f32, f64   float of exactly that width
 *  text       text string, valid UTF-8
 *  bytes      byte string                              (byte[])
 *  bigint     byte string, two's complement, big-endian, shortest, at most {@link #MAX_BIGINT_BYTES}
 *  uuid       byte string of 16, RFC 9562 order
 *  instant    [seconds since 1970-01-01T00:00Z, nanoseconds 0..999999999]
 *  duration   [seconds, nanoseconds 0..999999999]
 * </pre>
 */
enum Scalar implements Part {
    BOOL(boolean.class, Boolean.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            out.writeBoolean((Boolean) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.bool();
        }
    },
    I8(byte.class, Byte.class) {
        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return (byte) in.integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
    },
    I16(short.class, Short.class) {
        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return (short) in.integer(Short.MIN_VALUE, Short.MAX_VALUE);
        }
    },
    I32(int.class, Integer.class) {
        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return (int) in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    },
    I64(long.class, Long.class) {
        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.integer(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    },
    CHAR(char.class, Character.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            out.writeNumber((int) (Character) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return (char) in.integer(Character.MIN_VALUE, Character.MAX_VALUE);
        }
    },
    F32(float.class, Float.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            out.writeNumber((float) (Float) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.f32();
        }
    },
    F64(double.class, Double.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            out.writeNumber((double) (Double) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.f64();
        }
    },
    TEXT(String.class, String.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            Text.write(out, (String) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.text();
        }
    },
    BYTES(byte[].class, byte[].class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            out.writeBinary((byte[]) value);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            return in.bytes();
        }

        @Override
        public boolean isOrdered() {
            return false;
        }
    },
    BIGINT(BigInteger.class, BigInteger.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            byte[] bytes = ((BigInteger) value).toByteArray();
            if (bytes.length > MAX_BIGINT_BYTES) {
                throw new EncodingException("a BigInteger has at most " + MAX_BIGINT_BYTES + " bytes");
            }
            out.writeBinary(bytes);
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            byte[] bytes = in.bytes();
            if (bytes.length == 0 || bytes.length > MAX_BIGINT_BYTES || isPadded(bytes)) {
                throw new MalformedBody("not a big integer in its shortest form");
            }
            return new BigInteger(bytes);
        }
    },
    UUID_BYTES(UUID.class, UUID.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            UUID uuid = (UUID) value;
            ByteBuffer bytes = ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits());
            out.writeBinary(bytes.array());
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            byte[] bytes = in.bytes();
            if (bytes.length != 16) {
                throw new MalformedBody("not a UUID");
            }
            return new UUID(
                    ByteBuffer.wrap(bytes).getLong(),
                    ByteBuffer.wrap(bytes, 8, 8).getLong());
        }
    },
    INSTANT(Instant.class, Instant.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            seconds(out, ((Instant) value).getEpochSecond(), ((Instant) value).getNano());
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            long seconds = seconds(in);
            int nanos = nanos(in);
            try {
                return Instant.ofEpochSecond(seconds, nanos);
            } catch (DateTimeException beyondTheCalendar) {
                throw new MalformedBody("not an instant");
            }
        }
    },
    DURATION(Duration.class, Duration.class) {
        @Override
        public void write(CBORGenerator out, Object value, References references) throws IOException {
            seconds(out, ((Duration) value).getSeconds(), ((Duration) value).getNano());
        }

        @Override
        public Object read(BodyReader in, References references) throws MalformedBody {
            long seconds = seconds(in);
            return Duration.ofSeconds(seconds, nanos(in));
        }
    };

    /** 8192 bits: more than any key or counter needs, little enough that arithmetic on a hostile one is cheap. */
    static final int MAX_BIGINT_BYTES = 1024;

    private static final Map<Class<?>, Scalar> BY_CLASS = new HashMap<>();

    static {
        for (Scalar scalar : values()) {
            scalar.classes.forEach(type -> BY_CLASS.put(type, scalar));
        }
    }

    private final List<Class<?>> classes;

    Scalar(Class<?> type, Class<?> boxed) {
        classes = List.of(type, boxed);
    }

    static @Nullable Scalar of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** Every integer type is written alike. */
    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        out.writeNumber(((Number) value).longValue());
    }

    @Override
    public void describe(Description text) {
        text.add(this == UUID_BYTES ? "uuid" : name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Layout layout() {
        return Layout.of(
                switch (this) {
                    case BOOL -> Layout.Kind.BOOLEAN;
                    case I8, I16, I32, I64, CHAR -> Layout.Kind.INTEGER;
                    case F32 -> Layout.Kind.FLOAT;
                    case F64 -> Layout.Kind.DOUBLE;
                    case TEXT -> Layout.Kind.TEXT;
                    case BYTES -> Layout.Kind.BYTES;
                    case BIGINT -> Layout.Kind.BIG_INTEGER;
                    case UUID_BYTES -> Layout.Kind.UUID;
                    case INSTANT -> Layout.Kind.INSTANT;
                    case DURATION -> Layout.Kind.DURATION;
                });
    }

    @Override
    public boolean accepts(Class<?> type) {
        return classes.contains(type);
    }

    @Override
    public boolean isOrdered() {
        return true;
    }

    /** Whether a map may have keys of this type: those whose equality is the same in every language. */
    boolean isKey() {
        return switch (this) {
            case TEXT, I8, I16, I32, I64, UUID_BYTES -> true;
            default -> false;
        };
    }

    private static boolean isPadded(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] == 0 && bytes[1] >= 0 || bytes[0] == -1 && bytes[1] < 0);
    }

    private static void seconds(CBORGenerator out, long seconds, int nanos) throws IOException {
        out.writeStartArray(out, 2);
        out.writeNumber(seconds);
        out.writeNumber(nanos);
        out.writeEndArray();
    }

    private static long seconds(BodyReader in) throws MalformedBody {
        if (in.array("not a time") != 2) {
            throw new MalformedBody("not a time");
        }
        return in.integer(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static int nanos(BodyReader in) throws MalformedBody {
        return (int) in.integer(0, 999_999_999);
    }
}
