package io.comity.dissemination;

import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who the neighbours of a node are among those that joined a topic (Leitão, Pereira, Rodrigues, "HyParView", DSN 2007): a few
 * with whom it exchanges messages, on both sides alike, and more of whom it has only heard, to replace them. Every input
 * returns what is to be done, in order.
 * <pre>
 *  input                              output
 *  join                               Connect
 *  linked, after Connect              Say Join, or Ask: urgent without any neighbour
 *  hear Join                          Say Accept, Up; Say ForwardJoin to the other neighbours
 *  hear Ask, with room or urgent      Say Accept, Up
 *  hear Ask, otherwise                Say Refuse
 *  hear Accept, after a question      Up
 *  hear Accept, unasked               Say Leave
 *  hear Refuse, failed                Release; Connect to another
 *  hear ForwardJoin, on its way       Say ForwardJoin to one neighbour
 *  hear ForwardJoin, at its end       Connect to the new node
 *  hear Shuffle                       Say Shuffled
 *  hear Leave, lost, suspect          Down; Connect to another
 *  a neighbour too many               Say Leave, Down, Release of one of the later half
 *  due                                Connect while neighbours are missing; at times Say Shuffle; Alone
 * </pre>
 * Shuffles go to a neighbour and no further: at the end of a walk a node would have to dial whomever a stranger names. For the
 * same reason walks are cut to this node's own length, and only so many nodes are dialled in a turn.
 *
 * <p>Against neighbours that lie: a peer brings so many nodes in a turn and holds no more than its share of the passive view; only
 * so many neighbours give way in a turn, and never those of the older half, so that newcomers cannot take all places; one that
 * was suspected is shunned for a while. What is said by no neighbour is ignored, but for what new ones say.
 *
 * <p>The caller answers each {@link Output.Connect} by {@link #linked} or {@link #failed}, says {@link #lost} when the link
 * with a node is gone for good, and calls {@link #due} when {@link #dueNs} says. Not thread-safe.
 */
public final class Membership {
    /** Nodes that are shunned at one time; the one shunned first is forgiven for one more. */
    public static final int MAX_SHUNNED = 64;

    /** The longest pause between tries to find more neighbours, once there are enough to do without. */
    static final int MAX_PAUSE_TURNS = 32;

    /**
     * @param active neighbours
     * @param passive others that are remembered
     * @param perSource of those, how many by the word of one node
     * @param walk steps of a new node's walk
     * @param passiveWalk steps before its end at which the new node is remembered
     * @param shuffled nodes in one shuffle
     * @param turn how often there is a look at what is missing
     * @param shuffleTurns between shuffles
     * @param answerWithin what whoever is dialled or asked has
     * @param dials nodes dialled in a turn, because others named them
     * @param evictions neighbours that give way in a turn to whoever asks
     * @param requests walks and shuffles that are heard of one neighbour in a turn
     * @param shun how long a suspect is
     */
    public record Settings(
            int active,
            int passive,
            int perSource,
            int walk,
            int passiveWalk,
            int shuffled,
            Duration turn,
            int shuffleTurns,
            Duration answerWithin,
            int dials,
            int evictions,
            int requests,
            Duration shun) {
        public static final Settings DEFAULT = new Settings(
                5, 30, 10, 6, 3, 8, Duration.ofSeconds(1), 10, Duration.ofSeconds(10), 3, 2, 8, Duration.ofMinutes(10));

        public Settings {
            boolean isBounded = active >= 2
                    && active <= Tree.MAX_NEIGHBOURS
                    && passive >= active
                    && perSource >= 1
                    && perSource <= passive
                    && walk <= Talk.MAX_STEPS
                    && passiveWalk >= 0
                    && passiveWalk <= walk
                    && shuffled >= 1
                    && shuffled <= Talk.MAX_NODES
                    && turn.toNanos() > 0
                    && shuffleTurns >= 1
                    && answerWithin.toNanos() > 0
                    && dials >= 1
                    && evictions >= 1
                    && requests >= 1
                    && !shun.isNegative();
            if (!isBounded) {
                throw new IllegalArgumentException("settings of a membership out of bounds: " + active + ", " + passive
                        + ", " + perSource + ", " + walk + ", " + passiveWalk + ", " + shuffled + ", " + turn + ", "
                        + shuffleTurns + ", " + answerWithin + ", " + dials + ", " + evictions + ", " + requests + ", "
                        + shun);
            }
        }
    }

    /** A node that was dialled to become a neighbour. */
    private static final class Attempt {
        final boolean joins;
        final long untilNs;
        boolean asked;

        Attempt(boolean joins, long untilNs) {
            this.joins = joins;
            this.untilNs = untilNs;
        }
    }

    /** One neighbour in this turn. */
    private static final class Active {
        int requests;
        boolean shuffles;
    }

    private final NodeId own;
    private final Settings settings;
    private final RandomGenerator random;
    private final PassiveView passive;
    /** Oldest first. */
    private final Map<NodeId, Active> active = new LinkedHashMap<>();

    private final Map<NodeId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<NodeId, Long> shunned = new LinkedHashMap<>();
    private long turnNs;
    private int turns;
    private int dials;
    private int evictions;
    private int pause;
    private int pausedTurns;

    public Membership(NodeId own, Settings settings, RandomGenerator random, long nowNs) {
        this.own = own;
        this.settings = settings;
        this.random = random;
        this.passive = new PassiveView(settings.passive(), settings.perSource(), random);
        this.turnNs = nowNs + random.nextLong(settings.turn().toNanos());
        this.turns = random.nextInt(settings.shuffleTurns());
        this.dials = settings.dials();
        this.evictions = settings.evictions();
    }

    /** Joins the others by way of one of them. */
    public List<Output> join(NodeId contact, long nowNs) {
        List<Output> out = new ArrayList<>();
        if (!contact.equals(own) && !active.containsKey(contact) && !attempts.containsKey(contact)) {
            attempts.put(contact, new Attempt(true, nowNs + settings.answerWithin().toNanos()));
            out.add(new Output.Connect(contact));
        }
        return out;
    }

    /** There is a link with a node for which {@link Output.Connect} asked; of any other, this is no news. */
    public List<Output> linked(NodeId peer) {
        Attempt attempt = attempts.get(peer);
        if (attempt == null || attempt.asked) {
            return List.of();
        }
        attempt.asked = true;
        return List.of(new Output.Say(peer, attempt.joins ? new Talk.Join() : new Talk.Ask(active.isEmpty())));
    }

    /** There is no link to be had with that node. */
    public List<Output> failed(NodeId peer, long nowNs) {
        List<Output> out = new ArrayList<>();
        if (attempts.remove(peer) != null) {
            passive.remove(peer);
            replace(out, nowNs);
        }
        return out;
    }

    /** The link with that node is gone. */
    public List<Output> lost(NodeId peer, long nowNs) {
        List<Output> out = new ArrayList<>();
        attempts.remove(peer);
        passive.remove(peer);
        if (active.remove(peer) != null) {
            out.add(new Output.Down(peer));
            hurry();
        }
        replace(out, nowNs);
        return out;
    }

    /** That node fails its neighbours: it is one no more, and not again for a while. */
    public List<Output> suspect(NodeId peer, long nowNs) {
        List<Output> out = new ArrayList<>();
        if (shunned.size() >= MAX_SHUNNED) {
            shunned.remove(shunned.keySet().iterator().next());
        }
        shunned.put(peer, nowNs + settings.shun().toNanos());
        attempts.remove(peer);
        passive.remove(peer);
        part(peer, out);
        hurry();
        replace(out, nowNs);
        return out;
    }

    private boolean isShunned(NodeId peer, long nowNs) {
        Long untilNs = shunned.get(peer);
        return untilNs != null && untilNs - nowNs > 0;
    }

    /** Somebody says something about membership; anything else is ignored. */
    public List<Output> hear(NodeId from, Talk talk, long nowNs) {
        List<Output> out = new ArrayList<>();
        if (talk instanceof Talk.Join) {
            asked(from, true, out, nowNs);
            if (active.containsKey(from)) {
                forward(from, out);
            }
        } else if (talk instanceof Talk.Ask ask) {
            asked(from, ask.urgent(), out, nowNs);
        } else if (talk instanceof Talk.Accept) {
            accepted(from, out);
        } else if (talk instanceof Talk.Refuse) {
            refused(from, out, nowNs);
        } else if (talk instanceof Talk.Leave) {
            left(from, out, nowNs);
        } else {
            Active neighbour = active.get(from);
            if (neighbour != null) {
                told(from, neighbour, talk, out, nowNs);
            }
        }
        return out;
    }

    private void asked(NodeId from, boolean urgent, List<Output> out, long nowNs) {
        Active neighbour = active.get(from);
        if (neighbour != null) {
            askedAgain(from, neighbour, out);
            return;
        }
        boolean isFull = active.size() >= settings.active();
        if (isShunned(from, nowNs) || isFull && !(urgent && evictions > 0)) {
            out.add(new Output.Say(from, new Talk.Refuse()));
            return;
        }
        if (isFull) {
            evictions--;
        }
        // Said before the tree has a word for this neighbour, which would not listen otherwise.
        out.add(new Output.Say(from, new Talk.Accept()));
        admit(from, out);
    }

    /** That node is no neighbour in its own eyes: both begin anew. */
    private void askedAgain(NodeId from, Active neighbour, List<Output> out) {
        if (neighbour.requests < settings.requests()) {
            neighbour.requests++;
            out.add(new Output.Down(from));
            out.add(new Output.Say(from, new Talk.Accept()));
            out.add(new Output.Up(from));
        }
    }

    private void forward(NodeId joined, List<Output> out) {
        for (NodeId neighbour : active.keySet()) {
            if (!neighbour.equals(joined)) {
                out.add(new Output.Say(neighbour, new Talk.ForwardJoin(joined, settings.walk())));
            }
        }
    }

    private void accepted(NodeId from, List<Output> out) {
        Attempt attempt = attempts.get(from);
        if (attempt != null && attempt.asked) {
            admit(from, out);
        } else if (!active.containsKey(from)) {
            out.add(new Output.Say(from, new Talk.Leave()));
        }
    }

    private void admit(NodeId peer, List<Output> out) {
        attempts.remove(peer);
        if (active.containsKey(peer)) {
            return;
        }
        passive.remove(peer);
        if (active.size() >= settings.active()) {
            List<NodeId> byAge = List.copyOf(active.keySet());
            int spared = byAge.size() / 2;
            NodeId evicted = byAge.get(random.nextInt(spared, byAge.size()));
            part(evicted, out);
            passive.add(evicted, evicted);
        }
        active.put(peer, new Active());
        out.add(new Output.Up(peer));
    }

    private void part(NodeId peer, List<Output> out) {
        if (active.remove(peer) != null) {
            out.add(new Output.Say(peer, new Talk.Leave()));
            out.add(new Output.Down(peer));
            out.add(new Output.Release(peer));
        }
    }

    private void refused(NodeId from, List<Output> out, long nowNs) {
        Attempt attempt = attempts.get(from);
        if (attempt != null && attempt.asked) {
            attempts.remove(from);
            passive.add(from, from);
            out.add(new Output.Release(from));
            replace(out, nowNs);
        }
    }

    private void left(NodeId from, List<Output> out, long nowNs) {
        if (active.remove(from) != null) {
            out.add(new Output.Down(from));
            out.add(new Output.Release(from));
            passive.add(from, from);
            hurry();
            replace(out, nowNs);
        } else {
            refused(from, out, nowNs);
        }
    }

    /** What a neighbour tells of others. */
    private void told(NodeId from, Active neighbour, Talk talk, List<Output> out, long nowNs) {
        if (talk instanceof Talk.Shuffled shuffled) {
            if (neighbour.shuffles) {
                neighbour.shuffles = false;
                shuffled.nodes().forEach(node -> remember(node, from, nowNs));
            }
        } else if (neighbour.requests >= settings.requests()) {
            return;
        } else if (talk instanceof Talk.Shuffle shuffle) {
            neighbour.requests++;
            out.add(new Output.Say(from, new Talk.Shuffled(passive.draw(settings.shuffled()))));
            shuffle.nodes().forEach(node -> remember(node, from, nowNs));
        } else if (talk instanceof Talk.ForwardJoin walk) {
            neighbour.requests++;
            walked(from, walk, out, nowNs);
        }
    }

    private void remember(NodeId node, NodeId source, long nowNs) {
        if (isUnknown(node, nowNs)) {
            passive.add(node, source);
        }
    }

    private boolean isUnknown(NodeId node, long nowNs) {
        return !node.equals(own) && !active.containsKey(node) && !attempts.containsKey(node) && !isShunned(node, nowNs);
    }

    private void walked(NodeId from, Talk.ForwardJoin walk, List<Output> out, long nowNs) {
        int steps = Math.min(walk.steps(), settings.walk());
        NodeId next = nextStep(from, walk.node());
        if (steps == 0 || next == null) {
            if (isUnknown(walk.node(), nowNs)) {
                dial(walk.node(), out, nowNs);
            }
            return;
        }
        if (steps == settings.passiveWalk()) {
            remember(walk.node(), from, nowNs);
        }
        out.add(new Output.Say(next, new Talk.ForwardJoin(walk.node(), steps - 1)));
    }

    private @Nullable NodeId nextStep(NodeId from, NodeId joined) {
        List<NodeId> others = active.keySet().stream()
                .filter(node -> !node.equals(from) && !node.equals(joined))
                .toList();
        return others.isEmpty() ? null : others.get(random.nextInt(others.size()));
    }

    private void dial(NodeId node, List<Output> out, long nowNs) {
        if (dials > 0) {
            dials--;
            attempts.put(node, new Attempt(false, nowNs + settings.answerWithin().toNanos()));
            out.add(new Output.Connect(node));
        }
    }

    private void replace(List<Output> out, long nowNs) {
        int missing = settings.active() - active.size() - attempts.size();
        if (missing > 0 && pausedTurns == 0) {
            passive.draw(Math.min(missing, dials)).forEach(node -> dial(node, out, nowNs));
        }
    }

    /** A neighbour was lost: there is no time for patience. */
    private void hurry() {
        pause = 0;
        pausedTurns = 0;
    }

    /** When {@link #due} has something to do. */
    public long dueNs() {
        return turnNs;
    }

    /** A turn is over. */
    public List<Output> due(long nowNs) {
        List<Output> out = new ArrayList<>();
        if (turnNs - nowNs > 0) {
            return out;
        }
        turnNs = nowNs + settings.turn().toNanos();
        dials = settings.dials();
        evictions = settings.evictions();
        active.values().forEach(neighbour -> neighbour.requests = 0);
        giveUp(out, nowNs);
        pauseOrReplace(out, nowNs);
        turns++;
        if (turns % settings.shuffleTurns() == 0) {
            shuffle(out);
        }
        if (active.isEmpty() && attempts.isEmpty() && passive.size() == 0) {
            out.add(new Output.Alone());
        }
        return out;
    }

    private void giveUp(List<Output> out, long nowNs) {
        for (Map.Entry<NodeId, Attempt> entry : List.copyOf(attempts.entrySet())) {
            if (entry.getValue().untilNs - nowNs <= 0) {
                attempts.remove(entry.getKey());
                passive.remove(entry.getKey());
                out.add(new Output.Release(entry.getKey()));
            }
        }
    }

    /** Whoever has enough neighbours to do without more, and finds none that wants it, tries less and less often. */
    private void pauseOrReplace(List<Output> out, long nowNs) {
        boolean isPatient = 2 * active.size() > settings.active();
        pausedTurns = isPatient ? Math.max(0, pausedTurns - 1) : 0;
        boolean tries = pausedTurns == 0 && active.size() < settings.active();
        replace(out, nowNs);
        if (tries && isPatient) {
            pause = Math.min(MAX_PAUSE_TURNS, Math.max(1, 2 * pause));
            pausedTurns = pause;
        }
    }

    private void shuffle(List<Output> out) {
        for (Map.Entry<NodeId, Active> drawn : Lots.draw(active.entrySet(), 1, random)) {
            List<NodeId> others = active.keySet().stream()
                    .filter(node -> !node.equals(drawn.getKey()))
                    .toList();
            List<NodeId> nodes = new ArrayList<>(List.of(own));
            nodes.addAll(Lots.draw(others, (settings.shuffled() - 1) / 2, random));
            nodes.addAll(passive.draw(settings.shuffled() - nodes.size()));
            drawn.getValue().shuffles = true;
            out.add(new Output.Say(drawn.getKey(), new Talk.Shuffle(nodes)));
        }
    }

    /** The neighbours, oldest first. */
    public List<NodeId> neighbours() {
        return List.copyOf(active.keySet());
    }

    /** Others that are remembered. */
    public int remembered() {
        return passive.size();
    }
}
