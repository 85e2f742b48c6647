package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who used which ticket, and what they got for it, so that it is not given out again: neither to one too many, nor a second time to
 * one from whom it was taken back.
 */
final class Tickets {
    private record Used(long expiry, Map<NodeId, Chain> given) {}

    private final long epoch;
    private final int max;
    private final Revocations revocations;
    private final Map<Bytes, Used> used = new HashMap<>();
    private int count;
    private long deadUpTo = Long.MIN_VALUE;

    /**
     * @param epoch of this boot: who used a ticket of another is not known
     * @param max uses that are remembered until their tickets expire
     */
    Tickets(long epoch, int max, Revocations revocations) {
        this.epoch = epoch;
        this.max = max;
        this.revocations = revocations;
    }

    long epoch() {
        return epoch;
    }

    /** Why a ticket is good for nothing, whoever used it; or null. */
    @Nullable
    Reason refused(Ticket ticket, NodeId holder, long nowSeconds) {
        if (nowSeconds >= ticket.expiresAt().getEpochSecond() || ticket.epoch() != epoch) {
            return Reason.EXPIRED;
        }
        boolean isRevoked =
                ticket.generation() <= deadUpTo || revocations.kill(ticket.mission(), ticket.generation(), holder);
        return isRevoked ? Reason.REVOKED : null;
    }

    /** Tickets up to this serial are good for nothing. */
    void forgetUpTo(long serial) {
        deadUpTo = serial;
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

    boolean hasRoom(long nowSeconds) {
        if (count >= max) {
            used.values().removeIf(by -> {
                boolean isOver = nowSeconds >= by.expiry();
                count -= isOver ? by.given().size() : 0;
                return isOver;
            });
        }
        return count < max;
    }

    void give(Ticket ticket, NodeId holder, Chain chain) {
        used.computeIfAbsent(ticket.id(), id -> new Used(ticket.expiresAt().getEpochSecond(), new HashMap<>()))
                .given()
                .put(holder, chain);
        count++;
    }
}
