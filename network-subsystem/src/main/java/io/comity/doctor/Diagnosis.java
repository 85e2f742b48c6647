package io.comity.doctor;

import java.util.List;

/**
 * @param transports each that there is, and whether it works here
 * @param places where the node would listen, by each transport that it is to use
 * @param machine what else the node depends on
 * @param used the transports that it is to use
 */
public record Diagnosis(List<Finding> transports, List<Finding> places, List<Finding> machine, List<String> used) {
    public Diagnosis {
        transports = List.copyOf(transports);
        places = List.copyOf(places);
        machine = List.copyOf(machine);
        used = List.copyOf(used);
    }

    /** Whether every transport that the node is to use works. */
    public boolean isWell() {
        return transports.stream()
                .filter(transport -> used.contains(transport.subject()))
                .allMatch(Finding::isFine);
    }
}
