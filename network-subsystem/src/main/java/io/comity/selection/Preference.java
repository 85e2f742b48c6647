package io.comity.selection;

import io.comity.transport.Address;

/** Which transport a message or a request is to take. Honoured or refused, never ignored. */
public sealed interface Preference {
    Preference ANY = new Any();

    /** Whether a path over {@code address} will do. */
    boolean admits(Address address);

    /** Whether {@code address} comes before those that are merely admitted. */
    boolean favours(Address address);

    record Any() implements Preference {
        @Override
        public boolean admits(Address address) {
            return true;
        }

        @Override
        public boolean favours(Address address) {
            return false;
        }
    }

    /** This transport or none. */
    record Only(String transport) implements Preference {
        @Override
        public boolean admits(Address address) {
            return address.transport().equals(transport);
        }

        @Override
        public boolean favours(Address address) {
            return admits(address);
        }
    }

    /** This transport first, then the others. */
    record Prefer(String transport) implements Preference {
        @Override
        public boolean admits(Address address) {
            return true;
        }

        @Override
        public boolean favours(Address address) {
            return address.transport().equals(transport);
        }
    }
}
