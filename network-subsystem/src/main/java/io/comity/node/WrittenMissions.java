package io.comity.node;

import io.comity.config.Section;
import io.comity.engine.EngineId;
import io.comity.mission.MissionException;
import io.comity.offer.Offers;
import io.comity.offer.WrittenMission;
import io.comity.offer.WrittenMission.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads the missions that the settings define. Names are checked here; whether an engine has a message, when it is spawned: an
 * engine that is never spawned is no mistake, for one list of settings may serve several programs.
 */
final class WrittenMissions {
    private static final String ANY = "*";
    private static final String ALL = "all";
    private static final String ENGINES = "engines";

    private WrittenMissions() {}

    static Offers read(Section missions) {
        requireNames(missions);
        List<WrittenMission> written = new ArrayList<>();
        for (String name : missions.sections()) {
            Section mission = missions.section(name);
            if (!mission.has(ENGINES) || mission.section(ENGINES).keys().isEmpty()) {
                throw missions.refused(name, "allows nothing; name an engine, as in engines { greeter = [Greet] }");
            }
            Map<String, Messages> engines = engines(mission.section(ENGINES));
            try {
                written.add(new WrittenMission(name, engines));
            } catch (MissionException misnamed) {
                throw missions.refused(name, "is not allowed: " + misnamed.getMessage());
            }
        }
        return new Offers(written);
    }

    /** The star of reference.conf stands for any name; it is none. */
    private static void requireNames(Section missions) {
        Section any = missions.section(ANY).section(ENGINES);
        if (!any.keys().isEmpty() || !any.isList(ANY) || !any.texts(ANY).isEmpty()) {
            throw missions.refused(ANY, "is no mission; write one for each name");
        }
    }

    private static Map<String, Messages> engines(Section engines) {
        Map<String, Messages> read = new HashMap<>();
        for (String engine : engines.keys()) {
            if (!EngineId.isName(engine)) {
                throw engines.refused(
                        engine,
                        "names no engine; an engine name is made of a-z 0-9 - . _ / and begins and ends with a letter or"
                                + " digit");
            }
            read.put(engine, new Messages(messages(engines, engine), engines.cite(engine)));
        }
        return read;
    }

    /** None for all. */
    private static List<String> messages(Section engines, String engine) {
        if (!engines.isList(engine)) {
            engines.oneOf(engine, ALL);
            return List.of();
        }
        List<String> names = engines.texts(engine);
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw engines.refused(
                    engine,
                    "names " + (names.isEmpty() ? "no message; write all, or leave it out" : "a message twice"));
        }
        return names;
    }
}
