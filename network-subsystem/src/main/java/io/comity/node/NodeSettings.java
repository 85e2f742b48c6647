package io.comity.node;

import io.comity.config.Section;
import io.comity.config.Settings;
import io.comity.transport.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which node to start, where it lives, and what is set in code. Its folder, {@code <home>/<name>}, holds its key
 * ({@code node.key}), its settings ({@code comity.conf}) and what it remembers ({@code comity.db}).
 */
public final class NodeSettings {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private static final String KEY = "node.key";

    /** In its folder, where what is said on topics is kept. */
    static final String TOPICS = "topics";

    private final String name;
    private final Path home;
    private final Map<String, Object> overrides;

    private NodeSettings(String name, Path home, Map<String, Object> overrides) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("node name \"" + name
                    + "\" is not allowed; use 1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
        }
        this.name = name;
        this.home = home;
        this.overrides = Map.copyOf(overrides);
    }

    /** The node of this name in {@code $COMITY_HOME}, or else in {@code ~/.comity}. */
    public static NodeSettings named(String name) {
        @Nullable String home = System.getenv("COMITY_HOME");
        Path folder = home == null ? Path.of(System.getProperty("user.home"), ".comity") : Path.of(home);
        return new NodeSettings(name, folder, Map.of());
    }

    public NodeSettings home(Path folder) {
        return new NodeSettings(name, folder, overrides);
    }

    /** Sets one key of {@code reference.conf}, above the file and the environment. */
    public NodeSettings set(String key, Object value) {
        Map<String, Object> more = new HashMap<>(overrides);
        more.put(key, value);
        return new NodeSettings(name, home, more);
    }

    public String name() {
        return name;
    }

    /** Where it lives, whether or not it has lived yet. */
    public Path folder() {
        return home.resolve(name);
    }

    /**
     * Where it would listen, by each transport that it is to use, in their order.
     *
     * @throws io.comity.config.ConfigException when a setting is wrong, of whatever part
     */
    public List<Place> places() {
        Section comity = read();
        Blueprint blueprint = Blueprint.read(comity, folder());
        return blueprint.transports().stream()
                .map(transport -> Place.read(transport, comity, folder()))
                .toList();
    }

    /** Where others will reach the node once it runs, as far as its settings say so. */
    List<String> promised() {
        return places().stream()
                .flatMap(place -> place.known().stream())
                .map(Address::toString)
                .toList();
    }

    /** These, with one transport alone, which listens at any free port of loopback or a file in the node's folder. */
    public NodeSettings alone(String transport) {
        return Place.read(transport, read(), folder()).alone(this);
    }

    Path keyFile() {
        return folder().resolve(KEY);
    }

    /** The names of the nodes that live beside this one, in alphabetical order. */
    public List<String> neighbours() {
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(folder -> Files.exists(folder.resolve(KEY)))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException noHome) {
            return List.of();
        }
    }

    Path storeFile() {
        return home.resolve(name).resolve("comity.db");
    }

    Path settingsFile() {
        return folder().resolve("comity.conf");
    }

    /** What is odd about the settings' file though it can be read: in one line, with the cure. */
    Optional<String> doubt() {
        try {
            String text = Files.exists(settingsFile()) ? Files.readString(settingsFile()) : "\n";
            return text.endsWith("\n")
                    ? Optional.empty()
                    : Optional.of(
                            settingsFile()
                                    + (text.isEmpty() ? " is empty" : " does not end with the end of a line")
                                    + ", so it may not have been wholly written; see that it says what you want and ends with an empty line");
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * What its file, the environment and code say together.
     *
     * @throws io.comity.config.ConfigException when a key is unknown; what its value may be is checked by whoever starts the node
     */
    public Section read() {
        return Settings.load(settingsFile(), overrides, System.getenv(), NodeSettings.class.getClassLoader());
    }
}
