package io.comity.offer;

import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.mission.MissionException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the annotations of one protocol say for an engine of one name. */
final class Annotations {
    private final String engine;
    private final Protocol<?> protocol;
    private final Map<String, Set<Class<?>>> offered = new HashMap<>();

    private Annotations(String engine, Protocol<?> protocol) {
        this.engine = engine;
        this.protocol = protocol;
    }

    /** @throws MissionException if one is malformed or names a message that the protocol does not have */
    static Map<String, Set<Class<?>>> read(String engine, Protocol<?> protocol) {
        Annotations annotations = new Annotations(engine, protocol);
        for (int type = 0; type < protocol.size(); type++) {
            annotations.read(protocol.messageClass(type));
        }
        return annotations.offered;
    }

    private void read(Class<?> message) {
        for (Class<?> place : places(message)) {
            for (Mission mission : place.getAnnotationsByType(Mission.class)) {
                check(mission, place);
                if (covers(mission, message)) {
                    offered.computeIfAbsent(mission.value(), name -> new HashSet<>())
                            .add(message);
                }
            }
        }
    }

    /** The message and what is above it in this protocol; it may be in others, whose missions are not this engine's. */
    private Set<Class<?>> places(Class<?> message) {
        Set<Class<?>> places = new LinkedHashSet<>();
        places.add(message);
        ascend(message, places);
        return places;
    }

    private void ascend(Class<?> type, Set<Class<?>> places) {
        for (Class<?> above : type.getInterfaces()) {
            if (protocol.javaType().isAssignableFrom(above) && places.add(above)) {
                ascend(above, places);
            }
        }
    }

    private boolean covers(Mission mission, Class<?> message) {
        return (mission.engines().length == 0
                        || Arrays.asList(mission.engines()).contains(engine))
                && (mission.messages().length == 0
                        || Arrays.stream(mission.messages()).anyMatch(type -> type.isAssignableFrom(message)));
    }

    private void check(Mission mission, Class<?> place) {
        Offers.requireName(mission.value());
        for (String name : mission.engines()) {
            if (!EngineId.isName(name)) {
                throw refuse(mission, place, "no engine can be called \"" + name + "\"");
            }
        }
        for (Class<?> message : mission.messages()) {
            if (!place.isAssignableFrom(message) || !protocol.hasMessagesOf(message)) {
                throw refuse(
                        mission,
                        place,
                        "it has no message " + message.getSimpleName() + " of another node; it has "
                                + String.join(", ", protocol.wireNames()));
            }
        }
    }

    private static MissionException refuse(Mission mission, Class<?> place, String why) {
        return new MissionException("@Mission(\"" + mission.value() + "\") on " + place.getTypeName() + ": " + why);
    }
}
