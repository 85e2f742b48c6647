package io.comity.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import io.comity.advert.NodeAdvert;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Invitation;
import io.comity.session.CipherSuite;
import io.comity.session.FixedLink;
import io.comity.session.RecordOpener;
import io.comity.wire.Canonical;
import io.comity.wire.CborReader;
import io.comity.wire.Fault;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every file of vectors through the code that reads such bytes in a node: accepted and written alike, or refused. */
final class VectorsAcceptedTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int MAX = 1 << 17;

    /** Refs of bodies become actors and the same refs again. */
    private static final References REFS = new References() {
        private final Map<ActorRef<?>, Long> known = new HashMap<>();

        @Override
        public long export(ActorRef<?> ref, Protocol<?> protocol) {
            return Objects.requireNonNull(known.get(ref), "only what was read is written");
        }

        @Override
        public ActorRef<?> importRef(long index, Protocol<?> protocol) {
            ActorRef<?> ref = KIT.createTestProbe().getRef();
            known.put(ref, index);
            return ref;
        }
    };

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Holds a file against a reader that gives back what it would write, or nothing. */
    private static void check(String file, String field, Function<JsonNode, Optional<String>> reader) {
        for (JsonNode vector : VectorFile.list(file, "accept")) {
            String again = vector.path("again")
                    .asText(vector.path("canonical").asText(vector.get(field).asText()));
            assertThat(reader.apply(vector))
                    .as("%s: %s", file, vector.get("name"))
                    .contains(again);
        }
        for (JsonNode vector : VectorFile.list(file, "refuse")) {
            assertThat(reader.apply(vector))
                    .as("%s: %s", file, vector.get("name"))
                    .isEmpty();
        }
    }

    @Test
    void cbor() {
        check("cbor.json", "hex", vector -> {
            byte[] bytes = VectorFile.bytes(vector, "hex");
            return Canonical.check(bytes) == null
                    ? Optional.of(VectorFile.hex(Diagnostic.rewritten(bytes)))
                    : Optional.empty();
        });
    }

    @Test
    void urMessages() {
        check(
                "ur-messages.json",
                "hex",
                vector -> Optional.ofNullable(urMessage(VectorFile.bytes(vector, "hex")))
                        .map(VectorFile::hex));
    }

    private static byte @Nullable [] urMessage(byte[] bytes) {
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(8);
        int kind = UrMessages.kind(in, elements);
        byte[] again;
        boolean isCall = kind == UrMessage.CALL || kind == UrMessage.PIECE;
        int least = elements - (isCall ? 1 : 0);
        if ((kind == UrMessage.CAST || kind == UrMessage.CALL) && (least == 4 || least == 5)) {
            again = VectorFile.call(
                    in.uint(), (int) in.uint(), deadline(in, least > 4), reply(in, isCall), in.byteArray(MAX));
        } else if ((kind == UrMessage.PART || kind == UrMessage.PIECE) && (least == 6 || least == 7)) {
            again = VectorFile.piece(
                    in.uint(),
                    (int) in.uint(),
                    deadline(in, least > 6),
                    reply(in, isCall),
                    bounded(in),
                    bounded(in),
                    in.byteArray(MAX));
        } else {
            again = written(UrMessages.read(in, kind, elements));
        }
        return in.finish() == null ? again : null;
    }

    private static long deadline(CborReader in, boolean limited) {
        return limited ? in.uint() : UrMessage.NO_DEADLINE;
    }

    private static long reply(CborReader in, boolean isCall) {
        long reply = isCall ? in.uint() : UrMessage.NO_REPLY;
        return isCall && reply % 2 != 0 ? in.refuse(Fault.OUT_OF_RANGE) : reply;
    }

    private static int bounded(CborReader in) {
        return (int) in.uint(Integer.MAX_VALUE);
    }

    private static byte @Nullable [] written(@Nullable UrMessage message) {
        return message == null ? null : VectorFile.encoded(message);
    }

    @Test
    void identityPayloads() {
        check(
                "identity-payloads.json",
                "hex",
                vector -> FixedLink.rewrittenPayload(VectorFile.bytes(vector, "hex"))
                        .map(VectorFile::hex));
    }

    @Test
    void nodeIds() {
        check(
                "text.json",
                "text",
                vector -> NodeId.parse(vector.get("text").asText()).toOptional().map(NodeId::text));
    }

    @Test
    void invitations() {
        check(
                "invitations.json",
                "text",
                vector -> Invitation.parse(vector.get("text").asText())
                        .toOptional()
                        .map(Invitation::text));
        for (JsonNode vector : VectorFile.list("invitations.json", "accept")) {
            Parsed<Invitation> parsed = Invitation.parse(vector.get("text").asText());
            assertThat(parsed.toOptional().orElseThrow().issuer().text())
                    .isEqualTo(vector.get("issuer").asText());
        }
    }

    /** Written anew by its own node, which signs alike. */
    @Test
    void adverts() {
        check(
                "adverts.json",
                "hex",
                vector -> NodeAdvert.read(Bytes.of(VectorFile.bytes(vector, "hex"))) instanceof NodeAdvert.Signed read
                        ? Optional.of(NodeAdvert.sign(
                                        Keys.ALICE, read.advert().value().description())
                                .signed()
                                .toHex())
                        : Optional.empty());
    }

    @Test
    void bodies() {
        Protocol<Sample.Command> protocol = BodyVectors.PROTOCOL;
        BodyCodec.Decoder decoder = BodyCodec.decoder(protocol, REFS, MAX);
        BodyCodec.Encoder encoder = BodyCodec.encoder(protocol, REFS, MAX);
        check("bodies.json", "hex", vector -> {
            byte[] bytes = VectorFile.bytes(vector, "hex");
            int type = protocol.indexOf(vector.get("type").asText());
            if (decoder.decode(type, bytes, 0, bytes.length) instanceof BodyCodec.Value value) {
                assertThat(encoder.encode(value.message())).isEqualTo(type);
                return Optional.of(VectorFile.hex(Arrays.copyOf(encoder.buffer(), encoder.length())));
            }
            return Optional.empty();
        });
    }

    @Test
    void records() {
        for (JsonNode row : VectorFile.list("records.json", "accept")) {
            RecordOpener opener = opener(row);
            for (JsonNode record : row.get("records")) {
                assertThat(open(opener, record.get("sealed")))
                        .as("%s", row.get("name"))
                        .isEqualTo(record.get("plain").asText());
            }
        }
        for (JsonNode row : VectorFile.list("records.json", "refuse")) {
            RecordOpener opener = opener(row);
            JsonNode records = row.get("records");
            for (int i = 0; i < records.size(); i++) {
                boolean last = i == records.size() - 1;
                assertThat(open(opener, records.get(i)).isEmpty())
                        .as("%s, record %d", row.get("name"), i)
                        .isEqualTo(last);
            }
        }
    }

    private static RecordOpener opener(JsonNode row) {
        CipherSuite suite = CipherSuite.ofCode((byte) row.get("suite").asInt()).orElseThrow();
        return FixedLink.opener(suite, VectorFile.bytes(row, "key"));
    }

    /** The plaintext in hex, or nothing. */
    private static String open(RecordOpener opener, JsonNode sealed) {
        byte[] record = VectorFile.hex(sealed.asText());
        byte[] plain = new byte[record.length];
        int length = opener.open(new byte[0], 0, record, 0, record.length, plain, 0);
        byte[] opened = Arrays.copyOf(plain, Math.max(0, length));
        if (RecordVectors.endsInRekey(opened)) {
            opener.rekey();
        }
        return VectorFile.hex(opened);
    }

    @Test
    void handshakes() {
        List<JsonNode> made = VectorFile.list("handshake.json", "accept");
        assertThat(made).hasSize(3);
        for (JsonNode vector : VectorFile.list("handshake.json", "refuse")) {
            byte[] frame = VectorFile.bytes(vector, "hex");
            JsonNode frames = made.get(0).get("frames");
            Shake hearer = vector.get("hears").asText().equals("initiator")
                    ? Shake.bob(Keys.ALICE.nodeId(), CipherSuite.AES_GCM, Bytes.EMPTY)
                    : Shake.alice();
            if (vector.get("frame").asInt() == 3) {
                hearer.hear(VectorFile.hex(frames.get(0).asText()));
            }
            assertThat(hearer.hasFailed()).isFalse();
            assertThat(hearer.hear(frame).hasFailed())
                    .as("%s", vector.get("name"))
                    .isTrue();
        }
    }
}
