package io.comity.node;

import io.comity.config.Section;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a node would listen by one transport, as its settings have it.
 *
 * @param host as written; empty for a transport that has none
 * @param advertise what others dial instead of the host; empty for the host itself
 * @param port 0 for any that is free at the start
 * @param path of a socket that is a file
 */
public record Place(String transport, String host, String advertise, int port, Optional<Path> path) {
    private static final String HOST = "host";
    private static final String ADVERTISE = "advertise";
    private static final String PORT = "port";
    private static final String PATH = "path";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    static Place read(String transport, Section comity, Path folder) {
        if (!comity.has(transport)) {
            return new Place(transport, "", "", 0, Optional.empty());
        }
        Section section = comity.section(transport);
        return new Place(
                transport,
                section.has(HOST) ? section.text(HOST) : "",
                section.has(ADVERTISE) ? section.text(ADVERTISE) : "",
                section.has(PORT) ? section.integer(PORT, 0, MAX_PORT) : 0,
                section.has(PATH)
                        ? Optional.of(
                                folder.resolve(section.text(PATH).isEmpty() ? Blueprint.SOCKET : section.text(PATH)))
                        : Optional.empty());
    }

    /** What others dial, as far as that is known before the start. */
    Optional<Address> known() {
        if (path.isPresent()) {
            return Optional.of(Address.ofPath(transport, path.get()));
        }
        return port == 0
                ? Optional.empty()
                : Optional.of(new Address(transport, advertise.isEmpty() ? host : advertise, port));
    }

    /** {@code settings} with this transport alone, at a free loopback port or a file of its own. */
    NodeSettings alone(NodeSettings settings) {
        NodeSettings alone = settings.set("comity.transports", List.of(transport));
        if (!host.isEmpty()) {
            alone = alone.set(key(HOST), LOOPBACK).set(key(PORT), 0);
        }
        if (!advertise.isEmpty()) {
            alone = alone.set(key(ADVERTISE), "");
        }
        return path.isPresent() ? alone.set(key(PATH), "") : alone;
    }

    private String key(String name) {
        return "comity." + transport + "." + name;
    }
}
