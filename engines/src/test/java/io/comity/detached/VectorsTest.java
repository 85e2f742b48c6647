package io.comity.detached;

import static io.comity.detached.Calls.ALICE;
import static io.comity.detached.Calls.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vectors are those that {@link Vectors} makes, and each says what this code does. To write the file anew, run
 * this test with {@code COMITY_WRITE_VECTORS=yes} in the environment.
 */
final class VectorsTest {
    private static final Path FILE =
            Path.of(System.getProperty("comity.root"), "docs", "protocol", "detached-vectors.json");

    private Map<?, ?> vectors = Map.of();

    @BeforeEach
    void read() throws IOException {
        if ("yes".equals(System.getenv("COMITY_WRITE_VECTORS"))) {
            Files.writeString(FILE, Json.write(Vectors.all()));
        }
        vectors = Json.read(Files.readString(FILE));
    }

    private List<Map<?, ?>> list(String name) {
        return ((List<?>) required(vectors, name))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private static Object required(Map<?, ?> vector, String name) {
        return Objects.requireNonNull(vector.get(name), name);
    }

    private static long number(Map<?, ?> vector, String name) {
        return (Long) required(vector, name);
    }

    private static byte[] hex(Map<?, ?> vector, String name) {
        return HexFormat.of().parseHex(text(vector, name));
    }

    private static String text(Map<?, ?> vector, String name) {
        return (String) required(vector, name);
    }

    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(Json.write(Vectors.all()));
    }

    @Test
    void everyObjectHasItsVerdict() {
        assertThat(list("objects")).isNotEmpty().allSatisfy(vector -> {
            Claim claim = CallObject.read(hex(vector, "object"), ALICE.nodeId());
            assertThat(verdict(claim)).isEqualTo(vector.get("verdict"));
            if (claim instanceof Claim.Signed signed) {
                assertThat(signed.id().toArray()).isEqualTo(hex(vector, "callId"));
                assertThat(signed.call().sequence()).isEqualTo(vector.get("sequence"));
                assertThat(signed.call().engine()).isEqualTo(vector.get("engine"));
                assertThat(signed.call().type()).isEqualTo(vector.get("type"));
                assertThat(signed.call().reply()).isEqualTo(vector.get("reply"));
                assertThat(signed.call().body().toHex()).isEqualTo(vector.get("body"));
            }
        });
    }

    private static String verdict(Claim claim) {
        return claim.map(signed -> "accepted", Refusal::name);
    }

    @Test
    void everyAnswerIsReadAsItSays() {
        assertThat(list("answers")).hasSize(Outcome.values().length).allSatisfy(vector -> {
            Answer answer = AnswerObject.read(hex(vector, "object"), ALICE.nodeId(), Bytes.of(hex(vector, "callId")))
                    .orElseThrow();
            assertThat(answer.outcome().label()).isEqualTo(vector.get("outcome"));
            assertThat(answer.epoch()).isEqualTo(vector.get("epoch"));
            assertThat(answer.type()).isEqualTo(vector.get("type"));
            assertThat(answer.body().toHex()).isEqualTo(vector.get("body"));
        });
    }

    @Test
    void everyPutHasItsVerdict() {
        assertThat(list("puts")).isNotEmpty().allSatisfy(vector -> {
            HttpCall put = new HttpCall(
                    text(vector, "path"),
                    text(vector, "content-type"),
                    text(vector, "content-digest"),
                    text(vector, "comity-call"),
                    text(vector, "signature-input"),
                    text(vector, "signature"),
                    Bytes.of(hex(vector, "body")));
            assertThat(verdict(HttpSignatures.read(put, ALICE.nodeId()))).isEqualTo(vector.get("verdict"));
        });
    }

    @Test
    void everyHttpAnswerHolds() {
        assertThat(list("httpAnswers")).isNotEmpty().allSatisfy(vector -> {
            HttpAnswer answer = new HttpAnswer(
                    (int) number(vector, "status"),
                    text(vector, "content-type"),
                    text(vector, "content-digest"),
                    text(vector, "comity-answer"),
                    text(vector, "signature-input"),
                    text(vector, "signature"),
                    Bytes.of(hex(vector, "body")));
            assertThat(HttpSignatures.holds(answer, ALICE.nodeId(), text(vector, "callSignature")))
                    .isTrue();
        });
    }

    @Test
    void everyPathReadsAsItSays() {
        assertThat(list("paths")).isNotEmpty().allSatisfy(vector -> {
            assertThat(HttpPath.parse(text(vector, "path")).isPresent()).isEqualTo(vector.get("accepted"));
        });
    }

    @Test
    void everyJsonHasItsCbor() {
        assertThat(list("json")).isNotEmpty().allSatisfy(vector -> {
            byte[] cbor = JsonBody.toCbor(text(vector, "json").getBytes(StandardCharsets.UTF_8))
                    .orElse(null);
            assertThat(cbor != null).isEqualTo(vector.get("accepted"));
            assertThat(cbor == null ? null : HexFormat.of().formatHex(cbor)).isEqualTo(vector.get("cbor"));
        });
    }

    @Test
    void theJudgementsFollowEachOther() {
        Judge judge = new Judge(number(vectors, "epoch"), new Judge.Limits(2, 2));
        assertThat(list("judgements")).isNotEmpty().allSatisfy(vector -> {
            DetachedCall call = new DetachedCall(
                    BOB.nodeId(),
                    ALICE.nodeId(),
                    number(vector, "epoch"),
                    number(vector, "stream"),
                    number(vector, "sequence"),
                    number(vector, "created"),
                    number(vector, "deadline"),
                    "e",
                    "T",
                    Bytes.EMPTY,
                    false);
            Outcome refused = judge.refused(call, number(vectors, "now"));
            assertThat(refused == null ? "ok" : refused.label()).isEqualTo(vector.get("outcome"));
        });
    }
}
