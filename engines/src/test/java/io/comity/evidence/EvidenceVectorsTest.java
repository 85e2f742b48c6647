package io.comity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.Json;
import io.comity.identity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vectors are those that {@link EvidenceVectors} makes, and each says what this code does. To write the file anew,
 * run this test with {@code COMITY_WRITE_VECTORS=yes} in the environment.
 */
final class EvidenceVectorsTest {
    private static final java.nio.file.Path FILE =
            java.nio.file.Path.of(System.getProperty("comity.root"), "docs", "protocol", "evidence-vectors.json");

    private Map<?, ?> vectors = Map.of();

    @BeforeEach
    void read() throws IOException {
        if ("yes".equals(System.getenv("COMITY_WRITE_VECTORS"))) {
            Files.writeString(FILE, Json.write(EvidenceVectors.all()));
        }
        vectors = Json.read(Files.readString(FILE));
    }

    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(Json.write(EvidenceVectors.all()));
    }

    private List<Map<?, ?>> list(String name) {
        return ((List<?>) Objects.requireNonNull(vectors.get(name)))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private static byte[] file(Map<?, ?> vector) {
        return Bytes.ofHex((String) Objects.requireNonNull(vector.get("file"))).toArray();
    }

    @Test
    void evidenceFilesHoldWhenTheySaySo() {
        for (Map<?, ?> vector : list("evidenceFiles")) {
            assertThat(EvidenceFile.check(file(vector)).stream().allMatch(Proof.Holds.class::isInstance))
                    .as("" + vector.get("name"))
                    .isEqualTo(vector.get("holds"));
        }
    }

    @Test
    void ledgerFilesHoldWhenTheySaySo() {
        for (Map<?, ?> vector : list("ledgerFiles")) {
            assertThat(LedgerFile.check(file(vector)).stream().allMatch(LedgerFile.Holds.class::isInstance))
                    .as("" + vector.get("name"))
                    .isEqualTo(vector.get("holds"));
        }
    }
}
