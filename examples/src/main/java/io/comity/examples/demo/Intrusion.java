package io.comity.examples.demo;

import io.comity.examples.attack.Loopback;
import io.comity.examples.attack.Stranger;
import io.comity.examples.attack.Wires;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import io.comity.mission.Reason;
import io.comity.mission.Ticket;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an authenticated stranger can try over a real link: names without rights, and invitations that are not hers. */
final class Intrusion {
    /** Table indexes that are tried, from 0. */
    static final int CASTS = 1_000;

    /** A forged invitation, one that Bob has used, and the same with one bit changed. */
    static final int PRESENTED = 3;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final byte[] BODY = {(byte) 0x80};

    /**
     * What was answered.
     *
     * @param refused casts and invitations, by reason
     * @param learned engines she was told of; must be none
     * @param granted invitations that were honoured; must be none
     */
    record Result(int casts, int presented, Map<String, Long> refused, int learned, int granted) {}

    private final Map<String, Long> refused = new TreeMap<>();
    private int answered;
    private int learned;
    private int granted;

    private Intrusion() {}

    /** @param words transport's address, owner's id, an invitation that Bob has used */
    static Result attempt(KeyHolder key, String[] words) throws IOException {
        Address target = Loopback.require(Address.parse(words[0]).orElseThrow());
        NodeId owner = NodeId.parse(words[1]).toOptional().orElseThrow();
        Invitation used = Invitation.parse(words[2]).toOptional().orElseThrow();
        Transport transport = Wires.open(target.transport(), key);
        try (Stranger mallory = Stranger.dial(transport, target, owner, key, DEADLINE)) {
            return new Intrusion().attempt(mallory, key, used);
        } finally {
            transport.close();
        }
    }

    private Result attempt(Stranger mallory, KeyHolder key, Invitation used) {
        mallory.say(new UrMessage.Ready());
        for (int ref = 0; ref < CASTS; ref++) {
            mallory.cast(ref, 0, BODY);
        }
        mallory.say(new UrMessage.Present(1, forged(key, used)));
        mallory.say(new UrMessage.Present(2, used.signed()));
        mallory.say(new UrMessage.Present(3, changed(used.signed())));
        for (UrMessage heard = mallory.hear(DEADLINE); heard != null; heard = mallory.hear(DEADLINE)) {
            note(heard);
            if (answered == CASTS + PRESENTED) {
                break;
            }
        }
        return new Result(CASTS, PRESENTED, refused, learned, granted);
    }

    private void note(UrMessage heard) {
        if (heard instanceof UrMessage.Refuse refuse) {
            refusedFor(refuse.reason());
        } else if (heard instanceof UrMessage.Declined declined) {
            refusedFor(declined.reason());
        } else if (heard instanceof UrMessage.Granted) {
            answered++;
            granted++;
        } else if (heard instanceof UrMessage.Learn) {
            learned++;
        }
    }

    private void refusedFor(long code) {
        answered++;
        refused.merge(Reason.ofCode(code).map(Reason::label).orElse("unknown"), 1L, Long::sum);
    }

    /** Alice's words, Mallory's signature. */
    private static Bytes forged(KeyHolder key, Invitation model) {
        Ticket ticket = model.ticket();
        Ticket invented = new Ticket(
                Bytes.of(new byte[Ticket.ID_BYTES]),
                ticket.mission(),
                ticket.epoch(),
                ticket.generation(),
                Instant.ofEpochSecond(ticket.expiresAt().getEpochSecond()));
        return Invitation.sign(key, invented, List.of()).signed();
    }

    private static Bytes changed(Bytes signed) {
        byte[] bytes = signed.toArray();
        bytes[bytes.length / 2] ^= 1;
        return Bytes.of(bytes);
    }
}
