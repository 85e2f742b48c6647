package io.comity.explore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.comity.identity.Bytes;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Output;
import io.comity.session.RecordOpener;
import io.comity.session.RecordSealer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One seat at one point of its life: the machine as it is then, what it has sent and taken so far, and what comes of each
 * frame. It never changes but for the last; whatever happens to it happens to a copy.
 */
final class Moment {
    static final int MAX_RECORDS = 3;

    /** Each side changes its key after as many records. */
    static final int REKEY_AFTER = 2;

    private static final byte[] NO_AAD = {};

    private final Frames frames;
    private final Seat seat;
    private final Handshake handshake;
    private @Nullable Link link;
    private boolean isStarted;
    private boolean isOver;
    private @Nullable Frame first;
    private @Nullable Frame second;
    private @Nullable Frame third;
    private @Nullable Bond bond;
    private int sealed;
    private List<String> opened = List.of();
    private final BitSet sent;
    private final BitSet taken;

    /** Where frames lead: those that were tried, those that end it, and the others. */
    final BitSet tried = new BitSet();

    final BitSet ending = new BitSet();
    final List<Frame> going = new ArrayList<>();
    final List<Integer> goingTo = new ArrayList<>();
    int end = -1;
    int spoken = -1;

    private Moment(Frames frames, Seat seat, Handshake handshake, @Nullable Link link, BitSet sent, BitSet taken) {
        this.frames = frames;
        this.seat = seat;
        this.handshake = handshake;
        this.link = link;
        this.sent = sent;
        this.taken = taken;
    }

    /** An end that answers listens from the beginning; one that dials has yet to. */
    static Moment beginning(Frames frames, Seat seat) {
        Moment begun = new Moment(frames, seat, seat.handshake(), null, new BitSet(), new BitSet());
        if (!seat.isDialling()) {
            begun.handle(begun.handshake.start());
            begun.isStarted = true;
        }
        return begun;
    }

    private Moment copy() {
        Link copied = link == null ? null : Copy.of(link);
        Moment copy =
                new Moment(frames, seat, Copy.of(handshake), copied, (BitSet) sent.clone(), (BitSet) taken.clone());
        copy.isStarted = isStarted;
        copy.isOver = isOver;
        copy.first = first;
        copy.second = second;
        copy.third = third;
        copy.bond = bond;
        copy.sealed = sealed;
        copy.opened = opened;
        return copy;
    }

    // What may happen.

    /** Whether it can do something by itself: dial, or send a record. */
    boolean canSpeak() {
        return !isOver && (!isStarted || link != null && sealed < MAX_RECORDS);
    }

    Moment spoken() {
        Moment next = copy();
        if (!isStarted) {
            next.isStarted = true;
            next.handle(next.handshake.start());
        } else {
            next.seal();
        }
        return next;
    }

    boolean canHear() {
        return !isOver && isStarted;
    }

    Moment heard(Frame frame) {
        Moment next = copy();
        next.taken.set(frame.id());
        if (next.link != null) {
            next.open(next.link, frame);
        } else {
            next.shake(frame);
        }
        return next;
    }

    private void shake(Frame frame) {
        if (seat.isDialling()) {
            second = frame;
        } else if (first == null) {
            first = frame;
        }
        handle(handshake.frame(frame.bytes().toArray()), frame);
        if (isOver) {
            first = seat.isDialling() || second != null ? first : null;
            second = seat.isDialling() ? null : second;
        }
    }

    private void handle(List<Output> outputs) {
        handle(outputs, null);
    }

    private void handle(List<Output> outputs, @Nullable Frame heard) {
        Bytes signature = null;
        for (Output output : outputs) {
            if (output instanceof Output.Sign sign) {
                byte[] signed = seat.owner().key().sign(Handshake.SIGNATURE_DOMAIN, sign.statement());
                List<Output> more = handshake.signed(signed);
                signature = Bytes.of(signed);
                more.forEach(each -> handleOne(each, Bytes.of(signed), heard));
            } else {
                handleOne(output, signature, heard);
            }
        }
    }

    private void handleOne(Output output, @Nullable Bytes signature, @Nullable Frame heard) {
        if (output instanceof Output.Send send) {
            send(Bytes.of(send.frame()), signature);
        } else if (output instanceof Output.Established established) {
            link = established.link();
            third = seat.isDialling() ? third : heard;
            bond = new Bond(this, established.link());
        } else if (output instanceof Output.Failed) {
            isOver = true;
        }
    }

    private void send(Bytes bytes, @Nullable Bytes signature) {
        Frame frame = frames.sent(this, bytes, signature);
        sent.set(frame.id());
        if (frame.kind() == Frame.Kind.FIRST) {
            first = frame;
        } else if (frame.kind() == Frame.Kind.SECOND) {
            second = frame;
        } else if (frame.kind() == Frame.Kind.THIRD) {
            third = frame;
        }
    }

    Frame.Place placeOfNext() {
        if (link != null) {
            return Frame.Place.RECORD;
        }
        if (first == null) {
            return Frame.Place.FIRST;
        }
        return seat.isDialling() && second != null ? Frame.Place.third(first, second) : Frame.Place.second(first);
    }

    private void seal() {
        Link up = Objects.requireNonNull(link);
        byte[] plain = (seat.name() + "#" + sealed).getBytes(US_ASCII);
        byte[] record = new byte[plain.length + RecordSealer.TAG_BYTES];
        up.sealer().seal(NO_AAD, 0, plain, 0, plain.length, record, 0);
        if (++sealed == REKEY_AFTER) {
            up.sealer().rekey();
        }
        send(Bytes.of(record), null);
    }

    private void open(Link up, Frame frame) {
        byte[] record = frame.bytes().toArray();
        byte[] plain = new byte[record.length];
        int length = up.opener().open(NO_AAD, 0, record, 0, record.length, plain, 0);
        if (length == RecordOpener.REFUSED) {
            isOver = true;
            return;
        }
        List<String> more = new ArrayList<>(opened);
        more.add(new String(plain, 0, length, US_ASCII));
        opened = List.copyOf(more);
        if (opened.size() == REKEY_AFTER) {
            up.opener().rekey();
        }
    }

    // What is known of it.

    Seat seat() {
        return seat;
    }

    BitSet sent() {
        return sent;
    }

    boolean hasTaken(Frame frame) {
        return taken.get(frame.id());
    }

    /** What it is sure of since its handshake ended well; null before. */
    @Nullable
    Bond bond() {
        return bond;
    }

    @Nullable
    Link link() {
        return link;
    }

    @Nullable
    Frame first() {
        return first;
    }

    @Nullable
    Frame second() {
        return second;
    }

    @Nullable
    Frame third() {
        return third;
    }

    int sealed() {
        return sealed;
    }

    List<String> opened() {
        return opened;
    }

    /** Equal for two moments of a seat exactly if nothing tells them apart: what it took, sent and opened. */
    String key() {
        String shaken = isStarted + " " + name(first) + " " + name(second) + " " + (bond == null ? "" : name(third));
        return shaken + " " + sealed + (isOver ? " over" : " " + opened);
    }

    private static String name(@Nullable Frame frame) {
        return frame == null ? "-" : String.valueOf(frame.id());
    }

    boolean isOver() {
        return isOver;
    }

    /** Whether the machine itself refuses everything from now on, as it is taken to. */
    boolean refuses(Frame frame) {
        Moment copy = copy();
        byte[] bytes = frame.bytes().toArray();
        return copy.link != null
                ? copy.link.opener().open(NO_AAD, 0, bytes, 0, bytes.length, new byte[bytes.length], 0)
                        == RecordOpener.REFUSED
                : copy.handshake.frame(bytes).stream().allMatch(Output.Failed.class::isInstance);
    }

    /** A plaintext that {@code this} seals now and {@code other} opens, both as copies. */
    boolean reaches(Moment other) {
        Link mine = copy().link;
        Link theirs = other.copy().link;
        if (mine == null || theirs == null) {
            return false;
        }
        byte[] plain = {1, 2, 3};
        byte[] record = new byte[plain.length + RecordSealer.TAG_BYTES];
        mine.sealer().seal(NO_AAD, 0, plain, 0, plain.length, record, 0);
        byte[] out = new byte[plain.length];
        return theirs.opener().open(NO_AAD, 0, record, 0, record.length, out, 0) == plain.length
                && Arrays.equals(plain, out);
    }
}
