package io.comity.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** C2SP Wycheproof, {@code ed25519_test.json}: every valid signature holds, no invalid one does. */
class WycheproofEd25519Test {
    @Test
    void agreesWithEveryCase() throws IOException {
        JsonNode file = vectors("wycheproof/ed25519_test.json");
        int checked = 0;
        for (JsonNode group : file.get("testGroups")) {
            byte[] key = hex(group.get("publicKey").get("pk"));
            assertThat(NodeId.admit(key)).as("group key").isPresent();
            for (JsonNode test : group.get("tests")) {
                boolean expected = test.get("result").asText().equals("valid");
                assertThat(Ed25519.verifyRaw(key, hex(test.get("msg")), hex(test.get("sig"))))
                        .as("tcId %s: %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(expected);
                checked++;
            }
        }
        assertThat(checked).isEqualTo(file.get("numberOfTests").asInt()).isEqualTo(151);
    }

    private static JsonNode vectors(String name) throws IOException {
        Path path = Path.of(System.getProperty("comity.vectors", "../shared/vectors"), name);
        if (!Files.isReadable(path)) {
            System.out.println("skipped: no public test vectors at " + path + " (set -Dcomity.vectors=DIR)");
        }
        assumeTrue(Files.isReadable(path), "public test vectors are absent");
        return new JsonMapper().readTree(path.toFile());
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }
}
