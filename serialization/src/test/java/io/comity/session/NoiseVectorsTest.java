package io.comity.session;

import static io.comity.session.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our half of a Noise conversation against what two other implementations recorded, byte for byte. */
class NoiseVectorsTest {
    private static final byte[] NO_AAD = {};
    private static final int HANDSHAKE_MESSAGES = 3;

    @ParameterizedTest
    @CsvSource({"cacophony.json, AES_GCM", "cacophony.json, CHACHA_POLY", "snow.json, AES_GCM", "snow.json, CHACHA_POLY"
    })
    void speaksEachRecordedConversationByteForByte(String file, CipherSuite suite) {
        List<JsonNode> vectors = Vectors.noise(file, suite.protocolName());
        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            HandshakeState initiator = party(true, "init", suite, vector);
            HandshakeState responder = party(false, "resp", suite, vector);
            for (int i = 0; i < HANDSHAKE_MESSAGES; i++) {
                boolean fromInitiator = i % 2 == 0;
                exchange(
                        fromInitiator ? initiator : responder,
                        fromInitiator ? responder : initiator,
                        vector.get("messages").get(i));
            }
            if (vector.has("handshake_hash")) {
                assertThat(initiator.hash()).isEqualTo(hex(vector, "handshake_hash"));
                assertThat(responder.hash()).isEqualTo(hex(vector, "handshake_hash"));
            }
            exchangeRecords(initiator, responder, vector.get("messages"));
        }
    }

    @Test
    void everyVectorOfOurPatternIsOfASuiteThatIsSpoken() {
        List<String> spoken = Arrays.stream(CipherSuite.values())
                .map(CipherSuite::protocolName)
                .toList();
        for (String file : List.of("cacophony.json", "snow.json")) {
            assertThat(Vectors.noiseNames(file))
                    .filteredOn(name -> name.startsWith("Noise_XX_"))
                    .containsOnlyElementsOf(spoken)
                    .containsAll(spoken);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void refusesAnEphemeralKeyOfSmallOrder(CipherSuite suite) {
        X25519KeyPair keys = X25519KeyPair.of(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        });
        HandshakeState responder = new HandshakeState(false, new SymmetricState(suite, NO_AAD), keys, keys);
        assertThat(responder.readKeys(new byte[32], 0)).isEqualTo(32);
        assertThat(responder.readPayload(NO_AAD)).isEmpty();
        assertThat(responder.writeKeys()).isNull();
    }

    private static HandshakeState party(boolean initiator, String prefix, CipherSuite suite, JsonNode vector) {
        return new HandshakeState(
                initiator,
                new SymmetricState(suite, hex(vector, prefix + "_prologue")),
                X25519KeyPair.of(hex(vector, prefix + "_static")),
                X25519KeyPair.of(hex(vector, prefix + "_ephemeral")));
    }

    private static void exchange(HandshakeState writer, HandshakeState reader, JsonNode message) {
        byte[] expected = hex(message, "ciphertext");
        byte[] payload = hex(message, "payload");
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(writer.writeKeys());
        byte[] written = writer.hash();
        frame.writeBytes(writer.writePayload(payload));
        assertThat(frame.toByteArray()).isEqualTo(expected);

        int position = reader.readKeys(expected, 0);
        assertThat(reader.hash()).isEqualTo(written);
        assertThat(reader.readPayload(Arrays.copyOfRange(expected, position, expected.length)))
                .isEqualTo(payload);
    }

    /** The recorded parties take turns, the responder first. */
    private static void exchangeRecords(HandshakeState initiator, HandshakeState responder, JsonNode messages) {
        RecordSealer[] sealers = {initiator.sealer(), responder.sealer()};
        RecordOpener[] openers = {responder.opener(), initiator.opener()};
        for (int i = HANDSHAKE_MESSAGES; i < messages.size(); i++) {
            byte[] payload = hex(messages.get(i), "payload");
            byte[] expected = hex(messages.get(i), "ciphertext");
            byte[] sealed = new byte[payload.length + RecordSealer.TAG_BYTES];
            assertThat(sealers[i % 2].seal(NO_AAD, 0, payload, 0, payload.length, sealed, 0))
                    .isEqualTo(sealed.length);
            assertThat(sealed).isEqualTo(expected);
            byte[] opened = new byte[payload.length];
            assertThat(openers[i % 2].open(NO_AAD, 0, expected, 0, expected.length, opened, 0))
                    .isEqualTo(opened.length);
            assertThat(opened).isEqualTo(payload);
        }
    }
}
