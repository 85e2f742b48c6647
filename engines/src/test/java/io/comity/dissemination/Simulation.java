package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static io.comity.dissemination.Nodes.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Many nodes, one thread, one topic; time and chance from a seed. Between two nodes messages keep their order and take a time that
 * is the pair's own, give or take. A dial takes three ways; one of a dead node fails after a second; of a link with a node
 * that dies its peer hears up to two seconds later. A link stands while either side has a use for it.
 */
final class Simulation {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    private static final long LEAST_LATENCY_NS = 5 * MS;
    private static final int LATENCIES_NS = (int) (95 * MS);
    private static final long DIAL_FAILS_NS = SECOND;

    /** Something that happens to one node. */
    private record Event(long atNs, long order, int node, Runnable what) {}

    final SplittableRandom random;
    final int nodes;
    final BitSet alive = new BitSet();
    final Map<Integer, Villain> villains = new HashMap<>();
    final List<Publication> publications = new ArrayList<>();
    final Map<Output.Fault, Integer> suspects = new HashMap<>();
    int wronglySuspected;
    int grafted;
    long nowNs = -3;

    private final long latencySeed;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
    private final Overlay[] overlays;
    private final long[] wakesNs;
    private final List<Set<Integer>> uses = new ArrayList<>();
    private final Map<Slot, Publication> bySlot = new HashMap<>();
    private final Map<Long, Long> lastArrivals = new HashMap<>();
    private final long[] sequences;
    private long order;

    Simulation(int nodes, long seed) {
        this.nodes = nodes;
        this.random = new SplittableRandom(seed);
        this.latencySeed = random.nextLong();
        this.overlays = new Overlay[nodes];
        this.wakesNs = new long[nodes];
        this.sequences = new long[nodes];
        for (int number = 0; number < nodes; number++) {
            uses.add(new HashSet<>());
        }
    }

    // What the test does.

    void start(int number, MembershipSettings membership, TreeSettings tree) {
        overlays[number] = new Overlay(node(number), membership, tree, random.split(), nowNs);
        wakesNs[number] = Long.MAX_VALUE;
        alive.set(number);
        wake(number);
    }

    void join(int number, int contact) {
        act(number, overlays[number].join(node(contact), nowNs));
    }

    Publication publish(int number, BitSet due) {
        Slot slot = new Slot(node(number), 1, ++sequences[number]);
        Publication publication = new Publication(slot, nowNs, due, nodes);
        publications.add(publication);
        bySlot.put(slot, publication);
        act(number, overlays[number].publish(slot, nowNs));
        return publication;
    }

    void kill(int number) {
        alive.clear(number);
        for (int other = alive.nextSetBit(0); other >= 0; other = alive.nextSetBit(other + 1)) {
            if (uses.get(other).contains(number) || uses.get(number).contains(other)) {
                int peer = other;
                at(nowNs + random.nextLong(MS, 2 * SECOND), peer, () -> lost(peer, number));
            }
        }
    }

    void run(Duration time) {
        long endNs = nowNs + time.toNanos();
        while (!events.isEmpty() && events.peek().atNs() <= endNs) {
            Event event = events.poll();
            nowNs = event.atNs();
            if (alive.get(event.node())) {
                event.what().run();
            }
        }
        nowNs = endNs;
    }

    /** Who hears of {@code from} by honest nodes alone, which are neighbours in both's eyes. */
    BitSet honestPart(int from) {
        BitSet reached = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(from));
        reached.set(from);
        while (!open.isEmpty()) {
            int number = open.removeFirst();
            for (NodeId neighbour : overlays[number].neighbours()) {
                int other = number(neighbour);
                boolean isPath = isHonest(other) && overlays[other].neighbours().contains(node(number));
                if (isPath && !reached.get(other)) {
                    reached.set(other);
                    open.add(other);
                }
            }
        }
        return reached;
    }

    boolean isHonest(int number) {
        return alive.get(number) && !villains.containsKey(number);
    }

    List<NodeId> neighbours(int number) {
        return overlays[number].neighbours();
    }

    boolean isEager(int number, int other, int publisher) {
        return overlays[number].isEager(node(other), node(publisher));
    }

    // What nodes do.

    private void at(long atNs, int number, Runnable what) {
        events.add(new Event(atNs, order++, number, what));
    }

    private void wake(int number) {
        long dueNs = Math.max(nowNs, overlays[number].dueNs());
        if (dueNs != wakesNs[number]) {
            wakesNs[number] = dueNs;
            at(dueNs, number, () -> woken(number, dueNs));
        }
    }

    private void woken(int number, long dueNs) {
        if (wakesNs[number] == dueNs) {
            wakesNs[number] = Long.MAX_VALUE;
            act(number, overlays[number].due(nowNs));
        }
    }

    private void lost(int number, int peer) {
        uses.get(number).remove(peer);
        act(number, overlays[number].lost(node(peer), nowNs));
    }

    private void act(int number, List<Output> outputs) {
        Villain villain = villains.get(number);
        for (Output output : outputs) {
            if (villain == null || villain.isHonestAbout(this, number, output)) {
                act(number, output);
            }
        }
        wake(number);
    }

    private void act(int number, Output output) {
        if (output instanceof Output.Send send) {
            send(number, number(send.peer()), send.slot());
        } else if (output instanceof Output.Say say) {
            say(number, number(say.peer()), say.talk());
        } else if (output instanceof Output.Deliver deliver) {
            deliver(number, deliver.slot());
        } else if (output instanceof Output.Connect connect) {
            connect(number, number(connect.peer()));
        } else if (output instanceof Output.Up up) {
            uses.get(number).add(number(up.peer()));
        } else if (output instanceof Output.Release release) {
            uses.get(number).remove(number(release.peer()));
        } else if (output instanceof Output.Suspect suspect) {
            suspects.merge(suspect.fault(), 1, Integer::sum);
            wronglySuspected += villains.containsKey(number(suspect.peer())) ? 0 : 1;
        }
    }

    private Publication publication(Slot slot) {
        return Objects.requireNonNull(bySlot.get(slot), "nothing is sent or delivered that was not published");
    }

    private void deliver(int number, Slot slot) {
        Publication publication = publication(slot);
        boolean isFirst = publication.deliver(number, nowNs);
        assertThat(isFirst).as("%s delivered once to %d", slot, number).isTrue();
    }

    private void connect(int number, int peer) {
        if (peer >= nodes || !alive.get(peer)) {
            at(nowNs + DIAL_FAILS_NS, number, () -> act(number, overlays[number].failed(node(peer), nowNs)));
            return;
        }
        uses.get(number).add(peer);
        at(nowNs + 3 * latencyNs(number, peer), number, () -> linked(number, peer));
    }

    private void linked(int number, int peer) {
        if (alive.get(peer)) {
            act(number, overlays[number].linked(node(peer), nowNs));
        } else {
            act(number, overlays[number].failed(node(peer), nowNs));
        }
    }

    void say(int from, int to, Talk talk) {
        if (talk instanceof Talk.Graft graft) {
            grafted += graft.slots().size();
        }
        at(arrivalNs(from, to), to, () -> act(to, overlays[to].hear(node(from), talk, nowNs)));
    }

    /** In order with everything else between the two. */
    void send(int from, int to, Slot slot) {
        sendAt(arrivalNs(from, to), from, to, slot);
    }

    void sendAt(long atNs, int from, int to, Slot slot) {
        Publication publication = publication(slot);
        publication.sent++;
        at(atNs, to, () -> {
            if (!publication.delivered.get(to)) {
                publication.hops[to] = publication.hops[from] + 1;
            }
            act(to, overlays[to].received(node(from), slot, nowNs));
        });
    }

    /** Something that its receiver finds to be false. */
    void sendFalse(int from, int to, Slot slot) {
        at(arrivalNs(from, to), to, () -> act(to, overlays[to].unusable(node(from), slot, nowNs)));
    }

    long arrivalNs(int from, int to) {
        long link = (long) from << Integer.SIZE | to;
        long jitterNs = random.nextLong(latencyNs(from, to) / 5 + 1);
        long atNs = Math.max(nowNs + latencyNs(from, to) + jitterNs, lastArrivals.getOrDefault(link, nowNs));
        lastArrivals.put(link, atNs);
        return atNs;
    }

    private long latencyNs(int one, int other) {
        long pair = (long) Math.min(one, other) << Integer.SIZE | Math.max(one, other);
        return LEAST_LATENCY_NS + new SplittableRandom(latencySeed ^ pair * 0x9E3779B97F4A7C15L).nextInt(LATENCIES_NS);
    }
}
