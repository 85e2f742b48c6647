package io.comity.advert;

import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * To whom adverts of others are passed on: only those of nodes that agreed to be listed, and only verified ones. A version is
 * said to a peer at most once while it is linked, and never to whoever told it or is described by it. The latest learned go
 * first.
 *
 * <p>Bounds: a peer that links is told at most {@link Settings#burst}; after that, each turn tells at most {@link
 * Settings#perTurn} to each of at most {@link Settings#fanOut} peers, drawn by lot among those who lack something. So one
 * version crosses a link at most once in each direction, and a node says at most {@code fanOut * perTurn} adverts a turn however
 * many peers it has. What is held is bounded by the {@link AdvertTable} whose adverts these are: tell it of those that left.
 *
 * <p>Not thread-safe. When turns are, and who counts as linked, is its caller's to say.
 */
public final class Gossip {
    /**
     * @param burst adverts for a peer that has just linked
     * @param perTurn adverts for one peer
     * @param fanOut peers told in one turn
     */
    public record Settings(int burst, int perTurn, int fanOut) {
        public static final Settings DEFAULT = new Settings(16, 4, 3);

        /** Nothing is passed on. */
        public static final Settings SILENT = new Settings(0, 0, 0);
    }

    /** Say {@code adverts} to {@code peer}. */
    public record Parcel(NodeId peer, List<Verified<NodeAdvert>> adverts) {
        public Parcel {
            adverts = List.copyOf(adverts);
        }
    }

    /** One advert, when it was learned, and which peers, by their seat, have it. */
    private record Rumour(Verified<NodeAdvert> verified, long order, BitSet had) {
        NodeAdvert advert() {
            return verified.value();
        }
    }

    private static final Comparator<Rumour> LATEST_FIRST =
            Comparator.comparingLong(Rumour::order).reversed();

    private final Settings settings;
    private final Map<NodeId, Rumour> rumours = new HashMap<>();
    private final Map<NodeId, Integer> seats = new HashMap<>();
    private final BitSet taken = new BitSet();
    private long learned;

    public Gossip(Settings settings) {
        this.settings = settings;
    }

    /** An advert that was accepted, from {@code source}; it takes the place of an earlier one of its node. */
    public void learned(Verified<NodeAdvert> advert, NodeId source) {
        NodeId node = advert.value().node();
        rumours.remove(node);
        if (advert.value().description().listed()) {
            Rumour rumour = new Rumour(advert, ++learned, new BitSet());
            markHad(rumour, source);
            markHad(rumour, node);
            rumours.put(node, rumour);
        }
    }

    private void markHad(Rumour rumour, NodeId peer) {
        Integer seat = seats.get(peer);
        if (seat != null) {
            rumour.had().set(seat);
        }
    }

    /** The table let go of this node's advert. */
    public void left(NodeId node) {
        rumours.remove(node);
    }

    /** A peer may be told from now on; what to say to it first. Nothing for one that is linked already. */
    public List<Verified<NodeAdvert>> linked(NodeId peer, Instant now) {
        if (seats.containsKey(peer)) {
            return List.of();
        }
        int seat = taken.nextClearBit(0);
        taken.set(seat);
        seats.put(peer, seat);
        Rumour itself = rumours.get(peer);
        if (itself != null) {
            itself.had().set(seat);
        }
        return tell(seat, settings.burst(), now);
    }

    /** Nothing is said to this peer any more. */
    public void unlinked(NodeId peer) {
        Integer seat = seats.remove(peer);
        if (seat != null) {
            taken.clear(seat);
            rumours.values().forEach(rumour -> rumour.had().clear(seat));
        }
    }

    public boolean isLinked(NodeId peer) {
        return seats.containsKey(peer);
    }

    /** What to say in this turn. */
    public List<Parcel> turn(Instant now, RandomGenerator random) {
        rumours.values().removeIf(rumour -> rumour.advert().isExpired(now));
        List<Parcel> parcels = new ArrayList<>();
        for (NodeId peer : drawLots(random)) {
            List<Verified<NodeAdvert>> adverts = parcels.size() < settings.fanOut()
                    ? tell(seats.getOrDefault(peer, 0), settings.perTurn(), now)
                    : List.of();
            if (!adverts.isEmpty()) {
                parcels.add(new Parcel(peer, adverts));
            }
        }
        return parcels;
    }

    private List<NodeId> drawLots(RandomGenerator random) {
        List<NodeId> drawn = new ArrayList<>(seats.keySet());
        // Sorted first, so that the same source of chance draws the same lots.
        Collections.sort(drawn);
        for (int left = drawn.size(); left > 1; left--) {
            Collections.swap(drawn, left - 1, random.nextInt(left));
        }
        return drawn;
    }

    private List<Verified<NodeAdvert>> tell(int seat, int max, Instant now) {
        List<Rumour> told = rumours.values().stream()
                .filter(rumour -> !rumour.had().get(seat) && !rumour.advert().isExpired(now))
                .sorted(LATEST_FIRST)
                .limit(max)
                .toList();
        told.forEach(rumour -> rumour.had().set(seat));
        return told.stream().map(Rumour::verified).toList();
    }
}
