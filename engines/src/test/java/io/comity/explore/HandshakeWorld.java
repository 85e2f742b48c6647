package io.comity.explore;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends of sessions of honest nodes on wires that belong to {@link Mallory}. A state is where each end stands; what is on the
 * wires follows, since she forgets nothing. One step is what one end does by itself (dial, send a record) or what it does about
 * one frame that it is handed. She hands any frame to any end at any time, so that every order, loss, repetition, reflection and
 * mixing of sessions is among the states; what an end does is done by the machine of the product, once per frame and place.
 *
 * <p>Ten bits of a state are the number of one seat's {@link Moment}.
 */
final class HandshakeWorld implements World, Check.Situation {
    private static final int SEAT_BITS = 10;
    private static final int MAX_SEATS = Long.SIZE / SEAT_BITS;

    /** What became of a frame, told from its receiver. */
    enum Delivery {
        IN_ORDER,
        REORDERED,
        DUPLICATED,
        REFLECTED,
        REPLAYED,
        FORGED
    }

    private final Plan plan;
    private final Set<Person> exposed;
    private final Frames frames;
    private final List<List<Moment>> moments = new ArrayList<>();
    private final List<Map<String, Integer>> ids = new ArrayList<>();
    private final Map<Bond, Boolean> readLater = new HashMap<>();
    private final Map<Frame, Boolean> telling = new HashMap<>();
    private final Map<Delivery, Integer> deliveries = new EnumMap<>(Delivery.class);
    private final BitSet wire = new BitSet();
    private final BitSet fresh = new BitSet();
    private final List<Bytes> longTerm = new ArrayList<>(List.of(Mallory.EPHEMERAL));
    private final List<Bytes> hers;
    private List<Moment> now = List.of();

    HandshakeWorld(Plan plan) {
        this(plan, plan.exposed());
    }

    /** @param exposed of whom the checks know that the attacker has their keys */
    HandshakeWorld(Plan plan, Set<Person> exposed) {
        if (plan.seats().size() > MAX_SEATS) {
            throw new IllegalArgumentException("more than " + MAX_SEATS + " seats");
        }
        this.plan = plan;
        this.exposed = Set.copyOf(exposed);
        this.frames = new Frames(plan);
        hers = Mallory.secrets(plan);
        Person.ALL.forEach(each -> longTerm.addAll(List.of(each.secret(), Seat.derived(each))));
        for (int seat = 0; seat < plan.seats().size(); seat++) {
            moments.add(new ArrayList<>());
            ids.add(new HashMap<>());
            number(seat, Moment.beginning(frames, plan.seats().get(seat)));
        }
    }

    /** How many different things were done about frames, by what these were to their receiver. */
    Map<Delivery, Integer> deliveries() {
        return deliveries;
    }

    /** An end that is over is not explored further, so it has to refuse every frame there is; the first one that does not. */
    @Nullable
    String restless() {
        for (List<Moment> ofSeat : moments) {
            for (Moment over : ofSeat.stream().filter(Moment::isOver).toList()) {
                for (Frame frame : frames.all()) {
                    if (!over.refuses(frame)) {
                        return over.seat().name() + " goes on after its end, with " + frame;
                    }
                }
            }
        }
        return null;
    }

    /** Whether every end came, in some state, to hear all that the other had to say. */
    boolean isLively() {
        return moments.stream()
                .allMatch(ofSeat ->
                        ofSeat.stream().anyMatch(each -> each.opened().size() == Moment.MAX_RECORDS && !each.isOver()));
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public void steps(long state, LongConsumer next) {
        look(state);
        wire.clear();
        now.forEach(moment -> wire.or(moment.sent()));
        frames.close(wire);
        for (int seat = 0; seat < moments.size(); seat++) {
            Moment moment = now.get(seat);
            if (moment.canSpeak()) {
                next.accept(with(state, seat, spoken(seat, moment)));
            }
            if (moment.canHear()) {
                hear(state, seat, moment, next);
            }
        }
    }

    private void hear(long state, int seat, Moment moment, LongConsumer next) {
        fresh.clear();
        fresh.or(wire);
        fresh.andNot(moment.tried);
        for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
            attempt(seat, moment, frames.get(i));
        }
        if (wire.intersects(moment.ending)) {
            next.accept(with(state, seat, moment.end));
        }
        for (int i = 0; i < moment.going.size(); i++) {
            if (wire.get(moment.going.get(i).id())) {
                next.accept(with(state, seat, moment.goingTo.get(i)));
            }
        }
    }

    private int spoken(int seat, Moment moment) {
        if (moment.spoken < 0) {
            moment.spoken = number(seat, moment.spoken());
        }
        return moment.spoken;
    }

    private void attempt(int seat, Moment moment, Frame frame) {
        Moment then = moment.heard(frame);
        moment.tried.set(frame.id());
        deliveries.merge(delivery(seat, moment, frame), 1, Integer::sum);
        if (then.isOver()) {
            if (moment.end < 0) {
                moment.end = number(seat, then);
            }
            moment.ending.set(frame.id());
        } else {
            moment.going.add(frame);
            moment.goingTo.add(number(seat, then));
        }
    }

    private Delivery delivery(int seat, Moment moment, Frame frame) {
        Moment origin = frame.origin();
        if (origin == null) {
            return Delivery.FORGED;
        }
        if (moment.hasTaken(frame)) {
            return Delivery.DUPLICATED;
        }
        if (origin.seat() == plan.seats().get(seat)) {
            return Delivery.REFLECTED;
        }
        Bond bond = moment.bond();
        if (bond == null) {
            return frame.kind() == Frame.Kind.RECORD ? Delivery.REORDERED : Delivery.IN_ORDER;
        }
        Moment other = bond.other();
        if (other == null || other.seat() != origin.seat()) {
            return Delivery.REPLAYED;
        }
        return frame.kind() == Frame.Kind.RECORD
                        && origin.sealed() == moment.opened().size() + 1
                ? Delivery.IN_ORDER
                : Delivery.REORDERED;
    }

    private int number(int seat, Moment moment) {
        Integer known =
                ids.get(seat).putIfAbsent(moment.key(), moments.get(seat).size());
        if (known != null) {
            return known;
        }
        moments.get(seat).add(moment);
        if (moments.get(seat).size() > 1 << SEAT_BITS) {
            throw new IllegalStateException(moment.seat().name() + " has too many moments");
        }
        return moments.get(seat).size() - 1;
    }

    private static long with(long state, int seat, int moment) {
        int shift = seat * SEAT_BITS;
        long mask = (1L << SEAT_BITS) - 1 << shift;
        return state & ~mask | (long) moment << shift;
    }

    private static int at(long state, int seat) {
        return (int) (state >>> seat * SEAT_BITS) & (1 << SEAT_BITS) - 1;
    }

    private void look(long state) {
        List<Moment> seats = new ArrayList<>(moments.size());
        for (int seat = 0; seat < moments.size(); seat++) {
            seats.add(moments.get(seat).get(at(state, seat)));
        }
        now = seats;
    }

    @Override
    public @Nullable String violation(long state) {
        look(state);
        for (Check check : Check.values()) {
            String broken = check.broken(this);
            if (broken != null) {
                return check + ": " + broken;
            }
        }
        return null;
    }

    @Override
    public String told(long from, long to) {
        int seat = 0;
        while (at(from, seat) == at(to, seat)) {
            seat++;
        }
        Moment moment = moments.get(seat).get(at(from, seat));
        String name = plan.seats().get(seat).name();
        if (moment.spoken == at(to, seat)) {
            return name + (moment.bond() == null ? " dials" : " sends a record");
        }
        Frame frame = frame(moment, at(to, seat));
        Moment after = moments.get(seat).get(at(to, seat));
        String became = after.isOver() ? ", and ends" : after.bond() != moment.bond() ? ", and has a link" : "";
        return name + " hears " + frame + " (" + delivery(seat, moment, frame) + ")" + became;
    }

    private Frame frame(Moment moment, int next) {
        int at = moment.goingTo.indexOf(next);
        return at >= 0 ? moment.going.get(at) : frames.get(moment.ending.nextSetBit(0));
    }

    @Override
    public List<Moment> seats() {
        return now;
    }

    @Override
    public boolean isExposed(Person person) {
        return exposed.contains(person);
    }

    @Override
    public boolean isReadLater(Bond bond) {
        return readLater.computeIfAbsent(
                bond,
                each -> Eavesdropper.readsSecond(each.second(), longTerm)
                        || Eavesdropper.readsThird(each.third(), longTerm));
    }

    @Override
    public @Nullable Frame telling() {
        for (Moment each : now) {
            for (int i = each.sent().nextSetBit(0); i >= 0; i = each.sent().nextSetBit(i + 1)) {
                if (telling.computeIfAbsent(frames.get(i), this::tells)) {
                    return frames.get(i);
                }
            }
        }
        return null;
    }

    private boolean tells(Frame frame) {
        if (Eavesdropper.discloses(frame.bytes())) {
            return true;
        }
        Moment sender = frame.origin();
        if (sender == null || frame.kind() == Frame.Kind.FIRST || frame.kind() == Frame.Kind.RECORD) {
            return false;
        }
        return frame.kind() == Frame.Kind.SECOND ? tellsMore(frame) : tellsHer(frame, sender);
    }

    /** Whoever dials a node may learn that it is that node. */
    private boolean tellsMore(Frame second) {
        Frame first = second.place().first();
        boolean isHers =
                first != null && Arrays.equals(first.ephemeral(), Noise.publicKey(Mallory.EPHEMERAL.toArray()));
        return !isHers && Eavesdropper.readsSecond(second, hers);
    }

    /** Only the node that is dialled may learn who dials. */
    private boolean tellsHer(Frame third, Moment sender) {
        Person dialled = sender.seat().dials();
        boolean isHer = dialled == null || !dialled.isHonest() || isExposed(dialled);
        return !isHer && Eavesdropper.readsThird(third, hers);
    }

    @Override
    public String toString() {
        int count = moments.stream().mapToInt(List::size).sum();
        return count + " moments, " + frames.size() + " frames, " + deliveries;
    }
}
