package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.session.Link;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one end of a session believes since its handshake ended well, and what is true of that. */
final class Bond {
    private static final byte[] MARK = {7, 7, 7};

    private final Moment at;
    private final Link link;
    private final Person peer;
    private @Nullable Boolean isConfirmed;
    private @Nullable Boolean isForgetful;

    Bond(Moment at, Link link) {
        this.at = at;
        this.link = link;
        this.peer = Person.of(link.peer());
    }

    Person owner() {
        return at.seat().owner();
    }

    Person peer() {
        return peer;
    }

    Link link() {
        return link;
    }

    Bytes hash() {
        return link.handshakeHash();
    }

    Frame first() {
        return Objects.requireNonNull(at.first());
    }

    Frame second() {
        return Objects.requireNonNull(at.second());
    }

    Frame third() {
        return Objects.requireNonNull(at.third());
    }

    /** Where the other end stood when it sent what this one believed in; null when no honest node sent that. */
    @Nullable
    Moment other() {
        return at.seat().isDialling() ? second().origin() : third().origin();
    }

    /** Whether the other end is the peer, took this conversation for the one with this node, and saw the same frames. */
    boolean isWithPeer() {
        Moment other = other();
        if (other == null || !other.seat().owner().equals(peer) || other.first() != first()) {
            return false;
        }
        return at.seat().isDialling()
                ? !other.seat().isDialling() && other.second() == second()
                : owner().equals(other.seat().dials()) && other.second() == second();
    }

    /** Whether the other end has the same keys, as it stands or once it hears frame 3; tried out with a record each way. */
    boolean isConfirmed() {
        if (isConfirmed == null) {
            Moment other = other();
            Moment there = other == null || other.link() != null ? other : other.heard(third());
            isConfirmed = there != null && at.reaches(there) && there.reaches(at);
        }
        return isConfirmed;
    }

    /** Whether the key of now opens no record of before: computed by means of its own, from the secrets of this end. */
    boolean isForgetful() {
        if (isForgetful == null) {
            isForgetful = forgets();
        }
        return isForgetful;
    }

    private boolean forgets() {
        List<Bytes> own = List.of(at.seat().ephemeral(), owner().secret());
        byte[][] keys = Eavesdropper.keys(this, own);
        if (keys == null) {
            return false;
        }
        byte[] before = keys[link.initiator() ? 0 : 1];
        byte[] after = Noise.nextKey(link.suite(), before);
        Link copy = Copy.of(link);
        byte[] old = sealed(copy);
        copy.sealer().rekey();
        byte[] fresh = sealed(copy);
        return Noise.openRecord(link.suite(), before, 0, old) != null
                && Noise.openRecord(link.suite(), after, 0, old) == null
                && Noise.openRecord(link.suite(), after, 1, fresh) != null
                && Noise.openRecord(link.suite(), before, 1, fresh) == null;
    }

    private static byte[] sealed(Link link) {
        byte[] record = new byte[MARK.length + Noise.TAG_BYTES];
        link.sealer().seal(Noise.NOTHING, 0, MARK, 0, MARK.length, record, 0);
        return record;
    }
}
