package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who used which ticket, and what they got for it, so that it is not given out again: neither to one too many, nor a second time to
 * one from whom it was taken back.
 */
final class Tickets {
    private static final class Use {
        private final Bytes chain;
        /** How often it is being written, and not yet known to be. */
        private int writes;

        private boolean isWritten;

        private Use(Bytes chain) {
            this.chain = chain;
        }
    }

    private record Used(long expirySeconds, Map<NodeId, Use> by) {}

    private final long epoch;
    private final int max;
    private final Revocations revocations;
    private final Map<Bytes, Used> used = new HashMap<>();
    private int count;

    /**
     * @param epoch of this boot
     * @param max uses that are remembered until their tickets expire
     * @param before uses that were written and not forgotten
     */
    Tickets(long epoch, int max, Revocations revocations, Iterable<Redeemed> before) {
        this.epoch = epoch;
        this.max = max;
        this.revocations = revocations;
        before.forEach(use -> put(use).isWritten = true);
    }

    long epoch() {
        return epoch;
    }

    /** Why a ticket is good for nothing, whoever used it; or null. */
    @Nullable
    Reason refused(Ticket ticket, NodeId holder, long nowSeconds) {
        if (nowSeconds >= ticket.expiresAt().getEpochSecond()) {
            return Reason.EXPIRED;
        }
        return revocations.kill(ticket.mission(), ticket.generation(), holder) ? Reason.REVOKED : null;
    }

    /** What {@code holder} gets for this ticket, or got before; null when that is not decided. */
    @Nullable
    Redeemed given(Ticket ticket, NodeId holder) {
        Use use = find(ticket.id(), holder);
        return use == null
                ? null
                : new Redeemed(
                        ticket.id(), holder, use.chain, ticket.expiresAt().getEpochSecond());
    }

    private @Nullable Use find(Bytes ticket, NodeId holder) {
        Used by = used.get(ticket);
        return by == null ? null : by.by().get(holder);
    }

    boolean isWritten(Redeemed given) {
        Use use = find(given.ticket(), given.holder());
        return use != null && use.isWritten;
    }

    boolean isUsedUp(Ticket ticket) {
        Used by = used.get(ticket.id());
        return by != null && by.by().size() >= ticket.uses();
    }

    boolean hasRoom(long nowSeconds) {
        if (count >= max) {
            forget(by -> nowSeconds >= by.expirySeconds());
        }
        return count < max;
    }

    /** It is this holder's from now on, and about to be written; {@link #written} or {@link #notWritten} is to follow. */
    void reserve(Redeemed use) {
        put(use).writes++;
    }

    private Use put(Redeemed use) {
        return used.computeIfAbsent(use.ticket(), id -> new Used(use.expirySeconds(), new HashMap<>()))
                .by()
                .computeIfAbsent(use.holder(), holder -> {
                    count++;
                    return new Use(use.chain());
                });
    }

    void written(Redeemed use) {
        Use now = put(use);
        now.writes--;
        now.isWritten = true;
    }

    /** It is anybody's again, unless it was written another time. */
    void notWritten(Redeemed use) {
        Use now = put(use);
        now.writes--;
        if (now.writes <= 0 && !now.isWritten) {
            used.computeIfPresent(use.ticket(), (id, by) -> {
                count -= by.by().remove(use.holder()) == null ? 0 : 1;
                return by.by().isEmpty() ? null : by;
            });
        }
    }

    /**
     * Forgets tickets that expired so long ago that no clock which was ahead can bring them back.
     *
     * @return their ids
     */
    Collection<Bytes> purge(long nowSeconds) {
        return forget(by -> nowSeconds - Revocations.KEEP_SECONDS >= by.expirySeconds());
    }

    private Collection<Bytes> forget(Predicate<Used> isOver) {
        List<Bytes> over = new ArrayList<>();
        used.entrySet().removeIf(each -> {
            boolean isGone = isOver.test(each.getValue());
            if (isGone) {
                over.add(each.getKey());
                count -= each.getValue().by().size();
            }
            return isGone;
        });
        return over;
    }
}
