package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.Json;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vectors are those that {@link FilterVectors} makes, and each says what this code does. To write the file anew, run
 * this test with {@code COMITY_WRITE_VECTORS=yes} in the environment.
 */
final class FilterVectorsTest {
    private static final java.nio.file.Path FILE =
            java.nio.file.Path.of(System.getProperty("comity.root"), "docs", "protocol", "filters-vectors.json");

    private Map<?, ?> vectors = Map.of();

    @BeforeEach
    void read() throws IOException {
        if ("yes".equals(System.getenv("COMITY_WRITE_VECTORS"))) {
            Files.writeString(FILE, Json.write(FilterVectors.all()));
        }
        vectors = Json.read(Files.readString(FILE));
    }

    private List<Map<?, ?>> list(String name) {
        return ((List<?>) Objects.requireNonNull(vectors.get(name)))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private static String text(Map<?, ?> vector, String name) {
        return (String) Objects.requireNonNull(vector.get(name));
    }

    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(Json.write(FilterVectors.all()));
    }

    @Test
    void everyFilterIsItsTextAndItsBytes() {
        assertThat(list("filters")).isNotEmpty().allSatisfy(vector -> {
            Filter filter = Filter.parse(text(vector, "text"));
            Bytes bytes = Bytes.ofHex(text(vector, "filter"));
            assertThat(filter.text()).isEqualTo(text(vector, "text"));
            assertThat(filter.encode()).isEqualTo(bytes);
            assertThat(Filter.decode(bytes)).isEqualTo(new Parsed.Accepted<>(filter));
        });
    }

    @Test
    void whatIsRefusedIsRefused() {
        assertThat(list("refused"))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(Filter.decode(Bytes.ofHex(text(vector, "bytes"))))
                        .as(text(vector, "name"))
                        .isInstanceOf(Parsed.Refused.class));
    }

    @Test
    void theFiltersMatchTheMessagesThatTheySay() {
        assertThat(list("messages")).isNotEmpty().allSatisfy(vector -> {
            byte[] body = Bytes.ofHex(text(vector, "body")).toArray();
            Index<String> index = new Index<>();
            List<String> matches = new ArrayList<>();
            for (Map<?, ?> each : list("filters")) {
                String text = text(each, "text");
                index.put(text, Filter.parse(text));
                if (Filter.parse(text).matcher().matches(text(vector, "type"), body)) {
                    matches.add(text);
                }
            }
            assertThat(matches).as(text(vector, "name")).isEqualTo(vector.get("matches"));
            assertThat(index.match(text(vector, "type"), body)).isEqualTo(matches);
        });
    }
}
