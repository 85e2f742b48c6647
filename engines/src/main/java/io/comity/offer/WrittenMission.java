package io.comity.offer;

import io.comity.engine.Protocol;
import io.comity.mission.MissionException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mission as the settings write it. Which engines and messages exist is known only when an engine is spawned.
 *
 * @param engines by name, which of its messages
 */
public record WrittenMission(String name, Map<String, Messages> engines) {
    /**
     * Which messages of one engine.
     *
     * @param names wire names; none means all messages
     * @param place where it stands, for whoever has to correct it
     */
    public record Messages(List<String> names, String place) {
        public Messages {
            names = List.copyOf(names);
        }
    }

    /** @throws MissionException if the name is not allowed */
    public WrittenMission {
        Offers.requireName(name);
        engines = Map.copyOf(engines);
    }

    /** @throws MissionException if the protocol has no message of a name that is written for this engine */
    Set<Class<?>> messages(String engine, Protocol<?> protocol) {
        Messages messages = engines.get(engine);
        if (messages == null) {
            return Set.of();
        }
        Set<Class<?>> classes = new HashSet<>();
        for (String name : messages.names().isEmpty() ? protocol.wireNames() : messages.names()) {
            int type = protocol.indexOf(name);
            if (type < 0) {
                throw new MissionException(messages.place() + ": engine \"" + engine + "\" understands no \"" + name
                        + "\" of another node; it understands " + String.join(", ", protocol.wireNames()));
            }
            classes.add(protocol.messageClass(type));
        }
        return classes;
    }
}
