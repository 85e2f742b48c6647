package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the settings of one test are made of, and what comes out of it: a section, or one line of refusal. */
final class Layers {
    private final Path file;
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/alice"));
    private final Map<String, Object> overrides = new LinkedHashMap<>();

    /** With a node's home in {@code directory}, still without a file. */
    Layers(Path directory) {
        this.file = directory.resolve("alice").resolve("comity.conf");
    }

    Layers file(String... lines) {
        return file(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    Layers file(byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Layers variable(String name, String content) {
        environment.put(name, content);
        return this;
    }

    Layers code(String key, Object content) {
        overrides.put(key, content);
        return this;
    }

    Path path() {
        return file;
    }

    Section load() {
        return Settings.load(file, overrides, environment, Layers.class.getClassLoader());
    }

    /** The one line with which loading is refused. */
    String refusal() {
        return refusal(section -> {});
    }

    /** The one line with which loading, or {@code reading} afterwards, is refused; the file's path is written FILE. */
    String refusal(Consumer<Section> reading) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> reading.accept(load()));
        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.getCause()).isNull();
        assertThat(refused.getMessage()).hasLineCount(1).doesNotContainPattern("\\p{Cntrl}");
        return String.valueOf(refused.getMessage()).replace(file.toString(), "FILE");
    }
}
