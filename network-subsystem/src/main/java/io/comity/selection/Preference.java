package io.comity.selection;

import io.comity.transport.Address;
import java.util.List;

/**
 * Which transports a message or a round of dials may take. Honoured or refused, never ignored.
 *
 * @param transports by name, the best first; an empty list lets all of them do
 */
public record Preference(List<String> transports) {
    public static final Preference ANY = new Preference(List.of());

    public Preference {
        transports = List.copyOf(transports);
    }

    public boolean isAny() {
        return transports.isEmpty();
    }

    public boolean admits(String transport) {
        return isAny() || transports.contains(transport);
    }

    /** What both admit, when there is a transport that both do. */
    public Preference and(Preference other) {
        return isAny()
                ? other
                : new Preference(transports.stream().filter(other::admits).toList());
    }

    /** The lower, the sooner {@code address} is to be tried. */
    int rank(Address address) {
        return transports.indexOf(address.transport());
    }

    @Override
    public String toString() {
        return isAny() ? "any transport" : String.join(" or ", transports);
    }
}
