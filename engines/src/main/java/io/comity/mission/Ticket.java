package io.comity.mission;

import io.comity.identity.Bytes;
import java.time.Instant;

/**
 * What an invitation entitles its bearer to, once: a grant of {@code mission}.
 *
 * @param id 16 random bytes, so that a ticket is good for one holder only
 * @param epoch the issuer's boot epoch: a node that was restarted no longer knows which tickets were used, so it honours none
 *     from before
 * @param generation counts the mission's revocations: a ticket from before the last one is dead
 * @param expiresAt exclusive
 */
public record Ticket(Bytes id, String mission, long epoch, long generation, Instant expiresAt) {
    public static final int ID_BYTES = 16;

    public Ticket {
        if (id.size() != ID_BYTES) {
            throw new IllegalArgumentException("a ticket's id has " + ID_BYTES + " bytes, not " + id.size());
        }
    }
}
