package io.comity.mission;

import io.comity.identity.Bytes;
import java.time.Instant;

/**
 * What an invitation entitles its bearers to: a grant of {@code mission} for each of the first {@code uses} who present it.
 *
 * @param id 16 random bytes, so that it is known who used a ticket
 * @param epoch the issuer's boot epoch when it was made
 * @param generation rises with what the issuer does: a ticket from before a revocation is dead
 * @param expiresAt exclusive
 * @param uses how many holders it is good for, 1 to {@value #MAX_USES}
 * @param caveats of each grant
 */
public record Ticket(
        Bytes id, String mission, long epoch, long generation, Instant expiresAt, long uses, Caveats caveats) {
    public static final int ID_BYTES = 16;
    public static final int MAX_USES = 10_000;

    /** For one holder, who may do all that the mission allows. */
    public Ticket(Bytes id, String mission, long epoch, long generation, Instant expiresAt) {
        this(id, mission, epoch, generation, expiresAt, 1, Caveats.NONE);
    }

    public Ticket {
        if (uses < 1 || uses > MAX_USES) {
            throw new MissionException("an invitation is good for 1 to " + MAX_USES + " holders, not " + uses);
        }
        if (id.size() != ID_BYTES) {
            throw new IllegalArgumentException("a ticket's id has " + ID_BYTES + " bytes, not " + id.size());
        }
    }

    /** Whether it is for one holder and without caveats: the older form of an invitation. */
    boolean isPlain() {
        return uses == 1 && caveats.equals(Caveats.NONE);
    }
}
