package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.Json;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vectors are those that {@link GrantVectors} makes, and each says what this code does. To write the file anew, run
 * this test with {@code COMITY_WRITE_VECTORS=yes} in the environment.
 */
final class GrantVectorsTest {
    private static final Path FILE =
            Path.of(System.getProperty("comity.root"), "docs", "protocol", "grants-vectors.json");

    private Map<?, ?> vectors = Map.of();

    @BeforeEach
    void read() throws IOException {
        if ("yes".equals(System.getenv("COMITY_WRITE_VECTORS"))) {
            Files.writeString(FILE, Json.write(GrantVectors.all()));
        }
        vectors = Json.read(Files.readString(FILE));
    }

    private List<Map<?, ?>> list(String name) {
        return ((List<?>) Objects.requireNonNull(vectors.get(name)))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private static Bytes hex(Map<?, ?> vector, String name) {
        return Bytes.ofHex((String) Objects.requireNonNull(vector.get(name), name));
    }

    private static NodeId node(Map<?, ?> vector, String name) {
        return new NodeId(hex(vector, name));
    }

    private NodeId owner() {
        Map<?, ?> keys = (Map<?, ?>) Objects.requireNonNull(vectors.get("keys"));
        return node((Map<?, ?>) Objects.requireNonNull(keys.get("owner")), "public");
    }

    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(Json.write(GrantVectors.all()));
    }

    @Test
    void everyChainIsWhatItsVerdictSays() {
        assertThat(list("chains")).isNotEmpty().allSatisfy(vector -> {
            long now = (Long) Objects.requireNonNull(vector.get("now"));
            Chain.Reading reading = Chain.read(hex(vector, "chain"), owner(), Instant.ofEpochSecond(now));
            if (reading instanceof Chain.Worthless worthless) {
                assertThat(vector.get("verdict")).isEqualTo(worthless.flaw().label());
                assertThat(vector.get("link")).isEqualTo((long) worthless.link());
            } else if (reading instanceof Chain.Sound sound) {
                Chain chain = sound.chain().value();
                assertThat(vector.get("verdict")).isEqualTo("sound");
                assertThat(chain.id()).isEqualTo(hex(vector, "id"));
                assertThat(chain.holder().key()).isEqualTo(node(vector, "holder"));
                assertThat(GrantVectors.bytes(chain.caveats())).isEqualTo(hex(vector, "met"));
            }
        });
        for (Flaw flaw : Flaw.values()) {
            assertThat(list("chains").stream().anyMatch(vector -> flaw.label().equals(vector.get("verdict"))))
                    .as("some vector has the flaw %s", flaw)
                    .isTrue();
        }
    }

    @Test
    void everyCaveatIsReadOrRefused() {
        assertThat(list("caveats")).isNotEmpty().allSatisfy(vector -> {
            byte[] bytes = hex(vector, "caveats").toArray();
            CborReader in = new CborReader(bytes, 0, bytes.length);
            Caveats caveats = CaveatCodec.read(in);
            assertThat(in.finish() == null).as("%s", vector).isEqualTo(vector.get("accepted"));
            if (in.fault() == null) {
                assertThat(GrantVectors.bytes(caveats)).isEqualTo(Bytes.of(bytes));
            }
        });
    }

    @Test
    void everyProofIsAcceptedOrRefused() {
        assertThat(list("possessions"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(Possession.check(
                                        hex(vector, "proof"),
                                        node(vector, "key"),
                                        hex(vector, "link"),
                                        node(vector, "presenter"))
                                .filter(proof -> proof.value().chain().equals(hex(vector, "chain")))
                                .isPresent())
                        .isEqualTo(vector.get("accepted")));
    }

    @Test
    void everyNoticeIsBelievedOrNot() {
        assertThat(list("notices")).isNotEmpty().allSatisfy(vector -> {
            Notice notice = Notice.read(hex(vector, "notice"), owner())
                    .map(Verified::value)
                    .orElse(null);
            assertThat(notice != null).isEqualTo(vector.get("accepted"));
            if (notice != null) {
                assertThat(notice.chain()).isEqualTo(hex(vector, "chain"));
                assertThat((long) notice.reason().code()).isEqualTo(vector.get("reason"));
                assertThat(notice.at().getEpochSecond()).isEqualTo(vector.get("at"));
            }
        });
    }

    @Test
    void everyPresentationComesBackAsItWas() {
        assertThat(list("presentations")).isNotEmpty().allSatisfy(vector -> {
            Bytes encoded = hex(vector, "presentation");
            assertThat(Presentation.read(encoded).map(Presentation::encode)).contains(encoded);
        });
    }
}
