package io.comity.inquiry;

import io.comity.config.EditDistance;
import io.comity.mission.Kind;
import io.comity.offer.WrittenMission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A mission of this node, and what its holders may send to which of its engines, limits aside. */
public record MissionOutline(String name, List<Part> parts) {
    /**
     * One engine.
     *
     * @param isSpawned whether there is an engine of this name now
     * @param messages wire names in alphabetical order; empty for all that the engine will understand, while there is none
     */
    public record Part(String engine, boolean isSpawned, List<String> messages) {
        public Part {
            messages = messages.stream().sorted().toList();
        }
    }

    public MissionOutline {
        parts = parts.stream().sorted(Comparator.comparing(Part::engine)).toList();
    }

    /** With engines that are written down for it and do not run. */
    MissionOutline with(WrittenMission written) {
        List<Part> more = new ArrayList<>(parts);
        written.engines().forEach((engine, messages) -> {
            if (!reaches(engine)) {
                more.add(new Part(engine, false, messages.names()));
            }
        });
        return new MissionOutline(name, more);
    }

    /** Why a kind of message is not in this mission, as far as that is known, with the one that was perhaps meant. */
    public Optional<String> missing(Kind kind) {
        List<String> engines = parts.stream().map(Part::engine).toList();
        if (!engines.isEmpty() && !engines.contains(kind.engine())) {
            return Optional.of("mission \"" + name + "\" has no engine \"" + kind.engine() + "\""
                    + EditDistance.hint(kind.engine(), engines) + "; it has " + String.join(", ", engines));
        }
        return parts.stream()
                .filter(part -> part.engine().equals(kind.engine()))
                .filter(part -> !part.messages().isEmpty() && !kind.type().equals(Kind.ALL))
                .filter(part -> !part.messages().contains(kind.type()))
                .map(part -> "mission \"" + name + "\" lets nobody send \"" + kind.type() + "\" to \"" + kind.engine()
                        + "\"" + EditDistance.hint(kind.type(), part.messages()) + "; it lets them send "
                        + String.join(", ", part.messages()))
                .findFirst();
    }

    /** Whether a holder without limits can reach this engine. */
    public boolean reaches(String engine) {
        return parts.stream().anyMatch(part -> part.engine().equals(engine));
    }
}
