package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.pubsub.TopicPubSub;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Bodies of the messages of {@link Sample}. */
final class BodyVectors {
    static final Protocol<Sample.Command> PROTOCOL = Protocol.of(Sample.Command.class);
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static final BodyCodec.Encoder ENCODER = BodyCodec.encoder(
            PROTOCOL,
            new References() {
                @Override
                public long export(ActorRef<?> ref, Protocol<?> protocol) {
                    throw new IllegalStateException("bodies with refs are written by hand");
                }

                @Override
                public ActorRef<?> importRef(long index, Protocol<?> protocol) {
                    throw new IllegalStateException("nothing is read");
                }
            },
            1 << 16);

    private BodyVectors() {}

    static VectorFile file() {
        VectorFile file = new VectorFile(
                "Bodies (bodies.md) of the wire types of the last protocol, which its description gives. again,"
                        + " where it is, is what is written for what was read; else it is the same.");
        protocol(file, Protocol.of(Sample.Greeting.class));
        protocol(file, Protocol.of(TopicPubSub.Command.class));
        protocol(file, PROTOCOL);
        numbers(file);
        values(file);
        containers(file);
        shapes(file);
        byHand(file);
        refuseForms(file);
        refuseTypes(file);
        return file;
    }

    private static void protocol(VectorFile file, Protocol<?> protocol) {
        ObjectNode vector = file.add("protocols", protocol.toString());
        vector.put("description", protocol.description()).put("digest", hex(protocol.digest()));
        ArrayNode types = vector.putArray("types");
        protocol.wireNames().forEach(types::add);
    }

    private static void accept(VectorFile file, String name, Sample.Command message) {
        int type = ENCODER.encode(message);
        byte[] body = Arrays.copyOf(ENCODER.buffer(), ENCODER.length());
        file.accept(name).put("type", PROTOCOL.wireName(type)).put("hex", hex(body));
    }

    private static ObjectNode accept(VectorFile file, String name, String type, String body) {
        return file.accept(name).put("type", type).put("hex", body.replace(" ", ""));
    }

    private static void refuse(VectorFile file, String name, String type, String body) {
        file.refuse(name).put("type", type).put("hex", body.replace(" ", ""));
    }

    private static void numbers(VectorFile file) {
        accept(
                file,
                "the least numbers",
                new Sample.Numbers(
                        false,
                        Byte.MIN_VALUE,
                        Short.MIN_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        '\0',
                        -0f,
                        Double.MIN_VALUE));
        accept(
                file,
                "the greatest numbers",
                new Sample.Numbers(
                        true,
                        Byte.MAX_VALUE,
                        Short.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        '\uffff',
                        Float.MAX_VALUE,
                        0.1));
        accept(
                file,
                "no numbers, and half a pair",
                new Sample.Numbers(
                        true, (byte) 0, (short) 24, 256, 1L << 32, '\ud800', Float.NaN, Double.NEGATIVE_INFINITY));
    }

    private static void values(VectorFile file) {
        accept(
                file,
                "values",
                new Sample.Values(
                        "grüße 🎈",
                        BigInteger.valueOf(-129),
                        ID,
                        Instant.ofEpochSecond(1_700_000_000, 5),
                        Duration.ofMillis(-1),
                        Sample.Colour.GREEN));
        accept(
                file,
                "the least values",
                new Sample.Values(
                        "",
                        BigInteger.ZERO,
                        new UUID(0, 0),
                        Instant.MIN,
                        Duration.ofSeconds(Long.MIN_VALUE),
                        Sample.Colour.RED));
        accept(
                file,
                "the greatest values",
                new Sample.Values(
                        "x".repeat(300),
                        BigInteger.TWO.pow(8_191).subtract(BigInteger.ONE),
                        new UUID(-1, -1),
                        Instant.MAX,
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        Sample.Colour.RED));
        accept(file, "no component", new Sample.Empty());
        accept(file, "an enum as a message", Sample.Signal.STOP);
        accept(file, "bytes", new Sample.Blocks(List.of(new byte[0], new byte[] {1, 2}, new byte[24])));
    }

    private static void containers(VectorFile file) {
        accept(
                file,
                "containers",
                new Sample.Containers(
                        List.of(1, -1, 1),
                        Set.of("a"),
                        Map.of("k", 2L),
                        Map.of(Sample.Colour.RED, "r"),
                        Optional.of("x"),
                        Optional.empty()));
        accept(
                file,
                "empty containers",
                new Sample.Containers(List.of(), Set.of(), Map.of(), Map.of(), Optional.of(""), Optional.of("none")));
    }

    private static void shapes(VectorFile file) {
        Sample.Shape group =
                new Sample.Group(List.of(new Sample.Point(1, 2), Sample.Nothing.NOTHING, new Sample.Group(List.of())));
        accept(
                file,
                "choices",
                new Sample.Drawing(
                        group, new Sample.Pair<>(3, Sample.Nothing.NOTHING), Set.of(new Sample.Point(0, 0))));
        accept(file, "32 containers within each other", deep(8));
    }

    /** A drawing is one container; each group is a choice, a record and a list; the innermost choice and record are two. */
    private static Sample.Drawing deep(int groups) {
        Sample.Shape shape = Sample.Nothing.NOTHING;
        for (int i = 0; i < groups; i++) {
            shape = new Sample.Group(List.of(shape));
        }
        return new Sample.Drawing(shape, new Sample.Pair<>(0, Sample.Nothing.NOTHING), Set.of());
    }

    private static void byHand(VectorFile file) {
        accept(file, "an answer, and a done", "Order", order("82 62 6f6b 05", "82 62 6f6b 80"));
        accept(file, "errors", "Order", order("82 65 6572726f72 62 6e6f", "82 65 6572726f72 60"));
        accept(file, "the longest error", "Order", order(error(1_000), "82 62 6f6b 80"));
        accept(file, "a one-shot ref", "Greet", "a2 64 6e616d65 63 426f62 67 7265706c79546f 04");
        accept(file, "the greatest ref", "Greet", "a2 64 6e616d65 60 67 7265706c79546f 1b7fffffffffffffff");
        accept(file, "components in another order", "Greet", "a2 67 7265706c79546f 04 64 6e616d65 63 426f62")
                .put("again", "a2646e616d6563426f62677265706c79546f04");
    }

    private static void refuseForms(VectorFile file) {
        refuse(file, "nothing", "Empty", "");
        refuse(file, "a byte after it", "Empty", "a0 00");
        refuse(file, "an open map", "Empty", "bf ff");
        refuse(file, "a count in two bytes", "Empty", "b800");
        refuse(file, "a tag", "Empty", "c1 a0");
        refuse(file, "a map cut short", "Greet", "a2 64 6e616d65 63 426f62");
        refuse(file, "a length in two bytes", "Greet", "a2 64 6e616d65 7803 426f62 67 7265706c79546f 04");
        refuse(file, "text that is not UTF-8", "Greet", "a2 64 6e616d65 61 ff 67 7265706c79546f 04");
        refuse(file, "null", "Greet", "a2 64 6e616d65 f6 67 7265706c79546f 04");
        refuse(file, "a ref of 2^63", "Greet", "a2 64 6e616d65 60 67 7265706c79546f 1b8000000000000000");
        refuse(file, "a negative ref", "Greet", "a2 64 6e616d65 60 67 7265706c79546f 20");
        refuse(
                file,
                "33 containers within each other",
                "Drawing",
                "a3 65 7368617065" + "82 65 47726f7570 a1 66 736861706573 81".repeat(11)
                        + "82 67 4e6f7468696e67 67 4e4f5448494e47 64 70616972 a2 65 6669727374 00 66 7365636f6e64"
                        + "82 67 4e6f7468696e67 67 4e4f5448494e47 66 706f696e7473 80");
    }

    private static String error(int characters) {
        return "82 65 6572726f72 79" + String.format("%04x", characters) + "61".repeat(characters);
    }

    private static void refuseTypes(VectorFile file) {
        refuse(file, "a missing component", "Greet", "a1 64 6e616d65 60");
        refuse(file, "an unknown component", "Empty", "a1 61 61 00");
        refuse(file, "a component twice", "Greet", "a2 64 6e616d65 60 64 6e616d65 60");
        refuse(file, "a key that is a number", "Empty", "a1 00 00");
        refuse(file, "an array for a record", "Empty", "80");
        refuse(file, "a number for text", "Greet", "a2 64 6e616d65 00 67 7265706c79546f 04");
        refuse(file, "an unknown constant", "Signal", "62 474f");
        refuse(file, "an element that is no byte string", "Blocks", "a1 66 626c6f636b73 81 61 61");
        refuse(file, "an unknown case", "Drawing", drawing("82 66 436972636c65 a0", "80"));
        refuse(file, "a choice of one", "Drawing", drawing("81 67 4e6f7468696e67", "80"));
        refuse(
                file,
                "a point twice in a set",
                "Drawing",
                drawing("82 67 4e6f7468696e67 67 4e4f5448494e47", "82 a2 61 78 00 61 79 00 a2 61 78 00 61 79 00"));
        refuse(
                file,
                "a point twice in a set, in another order",
                "Drawing",
                drawing("82 67 4e6f7468696e67 67 4e4f5448494e47", "82 a2 61 78 00 61 79 01 a2 61 79 01 61 78 00"));
        refuse(file, "an int of 2^31", "Drawing", drawing("82 65 506f696e74 a2 61 78 1a80000000 61 79 00", "80"));
        refuse(file, "a float for an int", "Drawing", drawing("82 65 506f696e74 a2 61 78 fa00000000 61 79 00", "80"));
        refuse(file, "an i8 of 128", "Numbers", numbers("f5", "1880", "fa00000000", "fb0000000000000000"));
        refuse(file, "1 for true", "Numbers", numbers("01", "00", "fa00000000", "fb0000000000000000"));
        refuse(
                file,
                "a double for a float",
                "Numbers",
                numbers("f5", "00", "fb0000000000000000", "fb0000000000000000"));
        refuse(file, "a half float", "Numbers", numbers("f5", "00", "f90000", "fb0000000000000000"));
        refuse(file, "a float for a double", "Numbers", numbers("f5", "00", "fa00000000", "fa00000000"));
        refuse(
                file,
                "a big integer with a zero in front",
                "Values",
                values("420001", "50" + "00".repeat(16), "8200 00", "8200 00"));
        refuse(
                file,
                "a big integer without a byte",
                "Values",
                values("40", "50" + "00".repeat(16), "8200 00", "8200 00"));
        refuse(
                file,
                "a big integer of 1025 bytes",
                "Values",
                values("590401 7f" + "00".repeat(1_024), "50" + "00".repeat(16), "8200 00", "8200 00"));
        refuse(file, "a UUID of 15 bytes", "Values", values("4100", "4f" + "00".repeat(15), "8200 00", "8200 00"));
        refuse(
                file,
                "an instant with 10^9 nanoseconds",
                "Values",
                values("4100", "50" + "00".repeat(16), "8200 1a3b9aca00", "8200 00"));
        refuse(
                file,
                "an instant beyond the calendar",
                "Values",
                values("4100", "50" + "00".repeat(16), "82 1b00701cd2fa957900 00", "8200 00"));
        refuse(file, "a duration of one", "Values", values("4100", "50" + "00".repeat(16), "8200 00", "8100"));
        refuse(file, "text twice in a set", "Containers", containers("82 6161 6161", "80", "80"));
        refuse(file, "a key without a value", "Containers", containers("80", "81 6161", "80"));
        refuse(file, "a key twice", "Containers", containers("80", "84 6161 00 6161 01", "80"));
        refuse(file, "a status of another kind", "Order", order("82 63 796573 05", "82 62 6f6b 80"));
        refuse(file, "a status of one", "Order", order("81 62 6f6b", "82 62 6f6b 80"));
        refuse(file, "an error that is no text", "Order", order("82 65 6572726f72 05", "82 62 6f6b 80"));
        refuse(file, "an error of 1001 characters", "Order", order(error(1_001), "82 62 6f6b 80"));
        refuse(file, "a done that says something", "Order", order("82 62 6f6b 05", "82 62 6f6b 81 00"));
        refuse(file, "an optional of two", "Containers", containers("80", "80", "82 6161 6161"));
    }

    private static String order(String last, String before) {
        return "a3 64 6c617374" + last + "66 6265666f7265" + before + "67 7265706c79546f 04";
    }

    private static String drawing(String shape, String points) {
        return "a3 65 7368617065" + shape + "64 70616972 a2 65 6669727374 00 66 7365636f6e64"
                + "82 67 4e6f7468696e67 67 4e4f5448494e47 66 706f696e7473" + points;
    }

    private static String numbers(String yes, String i8, String f32, String f64) {
        return "a8 63 796573" + yes + "62 6938" + i8 + "63 693136 00 63 693332 00 63 693634 00 64 756e6974 00 63 663332"
                + f32 + "63 663634" + f64;
    }

    private static String values(String big, String id, String at, String span) {
        return "a6 64 74657874 60 63 626967" + big + "62 6964" + id + "62 6174" + at + "64 7370616e" + span
                + "66 636f6c6f7572 63 524544";
    }

    private static String containers(String set, String map, String some) {
        return "a6 64 6c697374 80 63 736574" + set + "63 6d6170" + map + "68 6279436f6c6f7572 80 64 736f6d65" + some
                + "64 6e6f6e65 80";
    }
}
