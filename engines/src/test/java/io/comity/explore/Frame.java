package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.session.CipherSuite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes that somebody put on a wire once, and what the attacker needs to have seen to put them there. */
final class Frame {
    static final int PREFIX_BYTES = 38;

    /** Of a first frame, zeros at its end included. */
    static final int OPENING_BYTES = 220;

    private static final int SUITE_OFFSET = 5;

    enum Kind {
        FIRST,
        SECOND,
        THIRD,
        RECORD
    }

    /** Where in a handshake it was made: the frames before it, as its maker saw them. */
    record Place(Kind kind, @Nullable Frame first, @Nullable Frame second) {
        static final Place FIRST = new Place(Kind.FIRST, null, null);
        static final Place RECORD = new Place(Kind.RECORD, null, null);

        static Place second(Frame first) {
            return new Place(Kind.SECOND, first, null);
        }

        static Place third(Frame first, Frame second) {
            return new Place(Kind.THIRD, first, second);
        }
    }

    private final int id;
    private final String name;
    private final Bytes bytes;
    private final Place place;
    private final List<Frame> enables = new ArrayList<>();
    private @Nullable Frame alsoNeeded;
    private @Nullable Moment origin;
    private @Nullable Bytes signature;

    Frame(int id, String name, Bytes bytes, Place place) {
        this.id = id;
        this.name = name;
        this.bytes = bytes;
        this.place = place;
    }

    int id() {
        return id;
    }

    Bytes bytes() {
        return bytes;
    }

    Place place() {
        return place;
    }

    Kind kind() {
        return place.kind();
    }

    /** An honest node sent it, and stood here then. */
    void sentBy(Moment sender, @Nullable Bytes signed) {
        origin = sender;
        signature = signed;
    }

    /** Where its honest sender stands since; null when Mallory made it. */
    @Nullable
    Moment origin() {
        return origin;
    }

    /** The honest signature in it. */
    @Nullable
    Bytes signature() {
        return signature;
    }

    /** The attacker can make it of {@code one} and {@code other}. */
    void madeOf(Frame one, @Nullable Frame other) {
        one.enables.add(this);
        alsoNeeded = other;
    }

    List<Frame> enables() {
        return enables;
    }

    @Nullable
    Frame alsoNeeded() {
        return alsoNeeded;
    }

    /** Of a first frame. */
    CipherSuite suite() {
        return CipherSuite.ofCode(bytes.at(SUITE_OFFSET)).orElseThrow();
    }

    byte[] prefix() {
        return slice(0, PREFIX_BYTES);
    }

    /** The ephemeral key that a first or second frame brings. */
    byte[] ephemeral() {
        int from = kind() == Kind.FIRST ? PREFIX_BYTES : 0;
        return slice(from, from + Noise.KEY_BYTES);
    }

    /** What a first frame ends with. */
    byte[] padding() {
        return slice(PREFIX_BYTES + Noise.KEY_BYTES, bytes.size());
    }

    byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes.toArray(), from, to);
    }

    @Override
    public String toString() {
        return name;
    }
}
