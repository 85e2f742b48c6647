package io.comity.offer;

import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the engines of one node offer by annotation and by its settings. Immutable. */
public final class Offers {
    private final List<WrittenMission> written;

    /** @param written what the settings say */
    public Offers(List<WrittenMission> written) {
        this.written = List.copyOf(written);
    }

    /** The missions that the settings define, whether or not an engine of theirs was spawned. */
    public List<WrittenMission> written() {
        return written;
    }

    /**
     * The missions that messages of an engine are in, and which messages: always concrete ones, so that another protocol under
     * the same name later is not in them by accident.
     *
     * @throws io.comity.mission.MissionException if an annotation is malformed, or the settings name a message that the protocol does not have
     */
    public Map<String, Set<Class<?>>> of(String engine, Protocol<?> protocol) {
        Map<String, Set<Class<?>>> offered = new HashMap<>(Annotations.read(engine, protocol));
        for (WrittenMission mission : written) {
            Set<Class<?>> messages = mission.messages(engine, protocol);
            if (!messages.isEmpty()) {
                offered.merge(mission.name(), messages, Offers::union);
            }
        }
        return offered;
    }

    /** The mission as {@code engine} sees it: what it was defined to allow, and what the engine offers under its name. */
    public static Mission complete(Mission mission, EngineRegistry.Entry engine) {
        Set<Class<?>> offered = engine.offered().get(mission.name());
        if (offered == null) {
            return mission;
        }
        Map<String, Set<Class<?>>> allowed = new HashMap<>(mission.allowed());
        allowed.merge(
                engine.id().name(), offered, (defined, more) -> defined.isEmpty() ? defined : union(defined, more));
        return new Mission(mission.name(), allowed);
    }

    /** The grants as {@code engine} sees them; their gates are the same. */
    public static List<Grant> complete(List<Grant> grants, EngineRegistry.Entry engine) {
        return engine.offered().isEmpty()
                ? grants
                : grants.stream()
                        .map(grant -> new Grant(
                                complete(grant.mission(), engine), grant.holder(), grant.gate(), grant.terms()))
                        .toList();
    }

    /** Whether what {@code mission} allows is offered under its name anyway. */
    public static boolean cover(Mission mission, List<EngineRegistry.Entry> engines) {
        return mission.allowed().entrySet().stream()
                .allMatch(allowed -> engines.stream()
                        .filter(engine -> engine.id().name().equals(allowed.getKey()))
                        .anyMatch(engine -> covers(engine, mission.name(), allowed.getValue())));
    }

    /** No types are all. */
    private static boolean covers(EngineRegistry.Entry engine, String mission, Set<Class<?>> types) {
        Set<Class<?>> offered = engine.offered().getOrDefault(mission, Set.of());
        Protocol<?> protocol = engine.protocol();
        for (int type = 0; protocol != null && type < protocol.size(); type++) {
            Class<?> message = protocol.messageClass(type);
            boolean isWanted = types.isEmpty() || types.stream().anyMatch(wanted -> wanted.isAssignableFrom(message));
            if (isWanted && !offered.contains(message)) {
                return false;
            }
        }
        return protocol != null;
    }

    /** @throws io.comity.mission.MissionException if no mission can be called so */
    static String requireName(String name) {
        return new Mission(name, Map.of()).name();
    }

    private static Set<Class<?>> union(Set<Class<?>> some, Set<Class<?>> more) {
        Set<Class<?>> both = new HashSet<>(some);
        both.addAll(more);
        return both;
    }
}
