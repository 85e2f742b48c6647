package io.comity.session;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The public test vectors, read from the folder that the system property {@code comity.vectors} names. */
final class Vectors {
    private static final Path FOLDER = Path.of(System.getProperty("comity.vectors", "../shared/vectors"));

    private Vectors() {}

    /** One case and the group it stands in. */
    record Case(JsonNode group, JsonNode test) {
        byte[] bytes(String field) {
            return hex(test, field);
        }

        boolean isValid() {
            return test.get("result").asText().equals("valid");
        }

        String name() {
            return "tcId " + test.get("tcId").asInt() + " "
                    + test.get("comment").asText();
        }
    }

    static List<Case> wycheproof(String file) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode group : read("wycheproof/" + file).get("testGroups")) {
            group.get("tests").forEach(test -> cases.add(new Case(group, test)));
        }
        return cases;
    }

    /** The names of all files of that kind. */
    static List<String> wycheproofFiles() {
        Path folder = present(FOLDER.resolve("wycheproof"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> noise(String file, String protocolName) {
        List<JsonNode> vectors = new ArrayList<>();
        for (JsonNode vector : read("noise/" + file).get("vectors")) {
            if (vector.get("protocol_name").asText().equals(protocolName)) {
                vectors.add(vector);
            }
        }
        return vectors;
    }

    static List<String> noiseNames(String file) {
        List<String> names = new ArrayList<>();
        read("noise/" + file)
                .get("vectors")
                .forEach(vector -> names.add(vector.get("protocol_name").asText()));
        return names;
    }

    static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }

    private static JsonNode read(String file) {
        Path path = present(FOLDER.resolve(file));
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            System.out.println("skipped: no test vectors at " + path + "; set -Dcomity.vectors");
        }
        assumeTrue(Files.exists(path), () -> "no test vectors at " + path);
        return path;
    }
}
