package io.comity.explore;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All frames that were ever sent or could be forged of those; the same bytes are one frame. */
final class Frames {
    private final Mallory mallory;
    private final List<Frame> all = new ArrayList<>();
    private final List<Frame> free = new ArrayList<>();
    private final Map<Bytes, Frame> byBytes = new HashMap<>();

    Frames(Plan plan) {
        mallory = new Mallory(plan, this);
        mallory.begin();
    }

    Frame get(int id) {
        return all.get(id);
    }

    int size() {
        return all.size();
    }

    List<Frame> all() {
        return all;
    }

    /** An honest node puts it on the wire. */
    Frame sent(Moment sender, Bytes bytes, @Nullable Bytes signature) {
        Frame known = byBytes.get(bytes);
        if (known != null && known.origin() != null) {
            return known;
        }
        Frame.Place place = sender.placeOfNext();
        Frame frame = known == null ? add(sender.seat().name() + "'s " + label(place), bytes, place) : known;
        frame.sentBy(sender, signature);
        mallory.saw(frame);
        return frame;
    }

    /** Mallory can make it of these two, or of nothing. */
    void forged(String name, byte[] content, Frame.Place place, @Nullable Frame one, @Nullable Frame other) {
        Bytes bytes = Bytes.of(content);
        if (byBytes.containsKey(bytes)) {
            return;
        }
        Frame frame = add(name, bytes, place);
        if (one == null) {
            free.add(frame);
        } else {
            frame.madeOf(one, other);
        }
    }

    private Frame add(String name, Bytes bytes, Frame.Place place) {
        Frame frame = new Frame(all.size(), name, bytes, place);
        all.add(frame);
        byBytes.put(bytes, frame);
        return frame;
    }

    private static String label(Frame.Place place) {
        return place.kind() == Frame.Kind.RECORD
                ? "record"
                : "frame " + (place.kind().ordinal() + 1);
    }

    /** What can be on the wire when the honest ends have sent {@code sent}; adds it there. */
    void close(BitSet sent) {
        int honest = sent.length();
        free.forEach(frame -> sent.set(frame.id()));
        for (int i = sent.nextSetBit(0); i >= 0 && i < honest; i = sent.nextSetBit(i + 1)) {
            for (Frame made : all.get(i).enables()) {
                Frame also = made.alsoNeeded();
                if (also == null || sent.get(also.id())) {
                    sent.set(made.id());
                }
            }
        }
    }
}
