package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who used which ticket, and what they got for it, so that it is not given out again: neither to one too many, nor a second time to
 * one from whom it was taken back.
 */
final class Tickets {
    private record Used(Instant expiresAt, Map<NodeId, Chain> given) {}

    private final int max;
    private final Map<Bytes, Used> used = new HashMap<>();
    private int count;

    /** @param max uses that are remembered until their tickets expire */
    Tickets(int max) {
        this.max = max;
    }

    /** What {@code holder} got for this ticket before, or null. */
    @Nullable
    Chain given(Ticket ticket, NodeId holder) {
        Used by = used.get(ticket.id());
        return by == null ? null : by.given().get(holder);
    }

    boolean isUsedUp(Ticket ticket) {
        Used by = used.get(ticket.id());
        return by != null && by.given().size() >= ticket.uses();
    }

    boolean hasRoom(Instant now) {
        if (count >= max) {
            used.values().removeIf(by -> {
                boolean isOver = !now.isBefore(by.expiresAt());
                count -= isOver ? by.given().size() : 0;
                return isOver;
            });
        }
        return count < max;
    }

    void give(Ticket ticket, NodeId holder, Chain chain) {
        used.computeIfAbsent(ticket.id(), id -> new Used(ticket.expiresAt(), new HashMap<>()))
                .given()
                .put(holder, chain);
        count++;
    }
}
