package io.comity.inquiry;

import java.util.Comparator;
import java.util.List;

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

    /** Whether a holder without limits can reach this engine. */
    public boolean reaches(String engine) {
        return parts.stream().anyMatch(part -> part.engine().equals(engine));
    }
}
