package io.comity.proxy;

import io.comity.transport.Address;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run through the known addresses of a node, one after the other. Used by its NodeProxy only. */
final class Dialling {
    private final Deque<Address> untried = new ArrayDeque<>();
    private @Nullable Address trying;

    void begin(List<Address> addresses) {
        untried.clear();
        untried.addAll(addresses);
    }

    /** The next address, or null when all were tried. */
    @Nullable
    Address next() {
        trying = untried.poll();
        return trying;
    }

    boolean isTrying(Address address) {
        return address.equals(trying);
    }

    void end() {
        untried.clear();
        trying = null;
    }
}
