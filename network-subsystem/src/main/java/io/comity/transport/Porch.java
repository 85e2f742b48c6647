package io.comity.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The guests of one transport, and those among them who have not said a word: they cost a wire, and neither actor nor handshake. */
final class Porch {
    private final Doorkeeper doorkeeper;
    private final long patienceNanos;
    private final Set<Wire> guests = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Eldest first. */
    private final Map<Wire, Doorstep> silent = new LinkedHashMap<>();

    /** @param patience how long a guest may be silent */
    Porch(Doorkeeper.Settings settings, Duration patience, long nowNanos) {
        this.doorkeeper = new Doorkeeper(settings, nowNanos);
        this.patienceNanos = patience.toNanos();
    }

    /** Whether the wire may come in; then it is a guest's, who is to say something. */
    boolean admits(Doorstep doorstep, long nowNanos) {
        Wire wire = doorstep.wire();
        if (!doorkeeper.admits(wire.origin(), nowNanos)) {
            return false;
        }
        guests.add(wire);
        silent.put(wire, doorstep);
        return true;
    }

    /** A silent guest's doorstep, who is silent no longer; null when it is none. */
    @Nullable
    Doorstep breaksSilence(Wire wire) {
        return silent.remove(wire);
    }

    /** Those who have been silent for too long, and are not waited for any more. */
    List<Wire> overdue(long nowNanos) {
        List<Wire> overdue = new ArrayList<>();
        Iterator<Doorstep> eldestFirst = silent.values().iterator();
        while (eldestFirst.hasNext()) {
            Doorstep eldest = eldestFirst.next();
            if (nowNanos - eldest.sinceNanos() < patienceNanos) {
                break;
            }
            overdue.add(eldest.wire());
            eldestFirst.remove();
        }
        return overdue;
    }

    void knows(Wire wire, long nowNanos) {
        if (guests.remove(wire)) {
            doorkeeper.knows(wire.origin(), nowNanos);
        }
    }

    void left(Wire wire, long nowNanos) {
        if (guests.remove(wire)) {
            doorkeeper.left(wire.origin(), nowNanos);
        }
    }

    int silent() {
        return silent.size();
    }
}
