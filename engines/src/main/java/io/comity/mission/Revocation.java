package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.util.Optional;

/**
 * What an owner took back, as a value that outlives the process: whoever reads all that were written, in any order, knows what no
 * longer stands. None can be undone. It is kept as a {@link #subject} and a {@link #number}.
 *
 * <p>Those of more than one grant go by the serials that the owner gave out, not by a clock: small machines forget the time.
 */
public sealed interface Revocation {
    /** One link, and so every chain that has it. It may be forgotten when {@code untilSeconds} are long over. */
    record OfGrant(Bytes id, long untilSeconds) implements Revocation {
        /** Of a grant whose expiry is not known. */
        static final long NEVER = Caveat.MAX_SECONDS;
    }

    /** Whatever {@code key} holds, passed on or presents, under roots up to serial {@code upTo}, included. */
    record OfHolder(NodeId key, long upTo) implements Revocation {}

    /** Whatever is of {@code mission}, under roots up to serial {@code upTo}, included. */
    record OfMission(String mission, long upTo) implements Revocation {}

    /** Whatever has a link issued before {@code second}, in Unix seconds. */
    record IssuedBefore(long second) implements Revocation {}

    /** Everything under roots up to serial {@code upTo}, included. */
    record Everything(long upTo) implements Revocation {}

    /** Every ticket up to serial {@code upTo}, included; what was given for one stands. */
    record OfTickets(long upTo) implements Revocation {}

    int MAX_SUBJECT_BYTES = 80;

    /** What it is about: the canonical CBOR array {@code [kind, what]}, or {@code [kind]}. */
    default Bytes subject() {
        CborWriter out = new CborWriter(64, MAX_SUBJECT_BYTES);
        if (this instanceof OfGrant grant) {
            out.array(2).uint(0).bytes(grant.id());
        } else if (this instanceof OfHolder holder) {
            out.array(2).uint(1).bytes(holder.key().key());
        } else if (this instanceof OfMission mission) {
            out.array(2).uint(2).text(mission.mission());
        } else {
            out.array(1).uint(this instanceof IssuedBefore ? 3 : this instanceof Everything ? 4 : 5);
        }
        return Bytes.of(out.toByteArray());
    }

    /** How far it reaches; of two with equal subjects the one with the larger number says all that the other says. */
    default long number() {
        if (this instanceof OfGrant grant) {
            return grant.untilSeconds();
        }
        if (this instanceof OfHolder holder) {
            return holder.upTo();
        }
        if (this instanceof OfMission mission) {
            return mission.upTo();
        }
        if (this instanceof OfTickets tickets) {
            return tickets.upTo();
        }
        return this instanceof IssuedBefore before ? before.second() : ((Everything) this).upTo();
    }

    /** The revocation of this subject and number; empty when no revocation has such a subject. */
    static Optional<Revocation> of(Bytes subject, long number) {
        byte[] bytes = subject.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        int elements = in.array(2);
        int kind = (int) in.uint(5);
        Bytes key = kind <= 1 ? in.fixed(SignedGrant.ID_BYTES) : Bytes.EMPTY;
        String mission = kind == 2 ? in.text(Mission.MAX_NAME_BYTES) : "";
        return in.finish() == null && elements == (kind <= 2 ? 2 : 1)
                ? Optional.of(of(kind, key, mission, number))
                : Optional.empty();
    }

    private static Revocation of(int kind, Bytes key, String mission, long number) {
        return switch (kind) {
            case 0 -> new OfGrant(key, number);
            case 1 -> new OfHolder(new NodeId(key), number);
            case 2 -> new OfMission(mission, number);
            case 3 -> new IssuedBefore(number);
            case 4 -> new Everything(number);
            default -> new OfTickets(number);
        };
    }
}
