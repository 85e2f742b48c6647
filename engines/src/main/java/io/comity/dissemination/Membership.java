package io.comity.dissemination;

import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who the neighbours of a node are among those that joined a topic (after Leitão, Pereira, Rodrigues, "HyParView", DSN 2007): a
 * few with whom it exchanges messages, on both sides alike, and more of whom it has only heard, to replace them. Every input
 * returns what is to be done, in order.
 * <pre>
 *  input                              output
 *  join                               Connect
 *  linked, after Connect              Say Join, or Ask: urgent with room for two, or to move
 *  hear Join                          Say Accept, Up; Say ForwardJoin to one other neighbour
 *  hear Ask, with room or urgent      Say Accept, Up
 *  hear Ask, otherwise                Say Refuse
 *  hear Accept, after a question      Up; to move: Say Replaced, Down, Release of two by lot before
 *  hear Accept, unasked               Say Leave
 *  hear Refuse, failed                Release; Connect to another
 *  hear ForwardJoin, on its way       Say ForwardJoin to one neighbour
 *  hear ForwardJoin, at its end       Connect to the new node
 *  hear Shuffle                       Say Shuffled
 *  hear Leave, lost, suspect          Down; Connect to another
 *  hear Replaced                      Down; Connect to who has the place
 *  a neighbour too many               Say Replaced, Down, Release of one by lot
 *  due                                Connect while neighbours are missing, or to move; at times Say Shuffle; Alone
 * </pre>
 * A neighbour that gives way is told for whom, and asks that one: so a link between two becomes a way over a third, and nobody
 * is cut off. For the same reason a new node is made known to one other only, and nobody is urgent who has no room for
 * both ends of a link, or makes it by joining two neighbours of its own. Where neighbours gave way without that, one network in six
 * fell into parts. What falls apart all the same is joined by whoever moves.
 *
 * <p>Shuffles go to a neighbour and no further: at the end of a walk a node would have to dial whomever a stranger names. For the
 * same reason walks are cut to this node's own length, and only so many nodes are dialled in a turn.
 *
 * <p>Against neighbours that lie: a peer brings so many nodes in a turn and holds no more than its share of the passive view; only
 * so many neighbours give way in a turn to whoever asks, and never the two that this node has chosen itself for longest, so that
 * newcomers cannot take all places; one that was suspected is shunned for a while. What is said by no neighbour is ignored, but for
 * what new ones say.
 *
 * <p>The caller answers each {@link Output.Connect} by {@link #linked} or {@link #failed}, says {@link #lost} when the link
 * with a node is gone for good, and calls {@link #due} when {@link #dueNs} says. Not thread-safe.
 */
public final class Membership {
    /** Nodes that are shunned at one time; the one shunned first is forgiven for one more. */
    public static final int MAX_SHUNNED = 64;

    /** Neighbours of its own choice that a node keeps, whoever asks. */
    static final int KEPT = 2;

    /** Why a node was dialled. */
    private enum Aim {
        JOIN,
        SEEK,
        MOVE
    }

    /** A node that was dialled to become a neighbour. */
    private static final class Attempt {
        final Aim aim;
        final long untilNs;
        boolean asked;

        Attempt(Aim aim, long untilNs) {
            this.aim = aim;
            this.untilNs = untilNs;
        }
    }

    /** One neighbour in this turn. */
    private static final class Active {
        final boolean chosen;
        int requests;
        boolean shuffles;

        Active(boolean chosen) {
            this.chosen = chosen;
        }
    }

    private final NodeId own;
    private final MembershipSettings settings;
    private final RandomGenerator random;
    private final PassiveView passive;
    /** Oldest first. */
    private final Map<NodeId, Active> active = new LinkedHashMap<>();

    private final Map<NodeId, Attempt> attempts = new LinkedHashMap<>();
    private final Shunned shunned;
    private final Patience patience = new Patience();
    private final Moves moves;
    private long turnNs;
    private int turns;
    private int dials;
    private int evictions;

    public Membership(NodeId own, MembershipSettings settings, RandomGenerator random, long nowNs) {
        this.own = own;
        this.settings = settings;
        this.random = random;
        this.passive = new PassiveView(settings.passive(), settings.perSource(), random);
        this.shunned = new Shunned(MAX_SHUNNED, settings.shun().toNanos());
        this.moves = new Moves(random);
        this.turnNs = nowNs + random.nextLong(settings.turn().toNanos());
        this.turns = random.nextInt(settings.shuffleTurns());
        this.dials = settings.dials();
        this.evictions = settings.evictions();
    }

    /** Joins the others by way of one of them. */
    public List<Output> join(NodeId contact, long nowNs) {
        List<Output> out = new ArrayList<>();
        if (!contact.equals(own) && !active.containsKey(contact) && !attempts.containsKey(contact)) {
            attempts.put(
                    contact,
                    new Attempt(Aim.JOIN, nowNs + settings.answerWithin().toNanos()));
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
        return List.of(new Output.Say(
                peer,
                attempt.aim == Aim.JOIN ? new Talk.Join() : new Talk.Ask(attempt.aim == Aim.MOVE || hasRoomForTwo())));
    }

    private boolean hasRoomForTwo() {
        return active.size() <= settings.active() - 2;
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
            patience.lose();
        }
        replace(out, nowNs);
        return out;
    }

    /** That node fails its neighbours: it is one no more, and not again for a while. */
    public List<Output> suspect(NodeId peer, long nowNs) {
        List<Output> out = new ArrayList<>();
        shunned.add(peer, nowNs);
        attempts.remove(peer);
        passive.remove(peer);
        part(peer, new Talk.Leave(), out);
        patience.lose();
        replace(out, nowNs);
        return out;
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
            left(from, List.of(), out, nowNs);
        } else if (talk instanceof Talk.Replaced replaced) {
            left(from, List.of(replaced.by()), out, nowNs);
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
        if (shunned.contains(from, nowNs) || isFull && !(urgent && evictions > 0)) {
            out.add(new Output.Say(from, new Talk.Refuse()));
            return;
        }
        if (isFull) {
            evictions--;
        }
        // Said before the tree has a word for this neighbour, which would not listen otherwise.
        out.add(new Output.Say(from, new Talk.Accept()));
        admit(from, false, out);
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
        for (NodeId next : nextStep(joined, joined)) {
            out.add(new Output.Say(next, new Talk.ForwardJoin(joined, settings.walk())));
        }
    }

    private void accepted(NodeId from, List<Output> out) {
        Attempt attempt = attempts.get(from);
        if (attempt != null && attempt.asked) {
            if (attempt.aim == Aim.MOVE && !hasRoomForTwo()) {
                makeRoomForTwo(out);
            }
            admit(from, true, out);
        } else if (!active.containsKey(from)) {
            out.add(new Output.Say(from, new Talk.Leave()));
        }
    }

    private void admit(NodeId peer, boolean chosen, List<Output> out) {
        attempts.remove(peer);
        if (active.containsKey(peer)) {
            return;
        }
        passive.remove(peer);
        if (active.size() >= settings.active()) {
            evict(peer, chosen, out);
        }
        active.put(peer, new Active(chosen));
        out.add(new Output.Up(peer));
    }

    private void evict(NodeId newcomer, boolean chosen, List<Output> out) {
        List<NodeId> kept = active.entrySet().stream()
                .filter(neighbour -> !chosen && neighbour.getValue().chosen)
                .limit(KEPT)
                .map(Map.Entry::getKey)
                .toList();
        List<NodeId> others =
                active.keySet().stream().filter(node -> !kept.contains(node)).toList();
        for (NodeId evicted : Lots.draw(others, 1, random)) {
            part(evicted, new Talk.Replaced(newcomer), out);
            passive.add(evicted, evicted);
        }
    }

    /** Two neighbours by lot become each other's, so that the way between them stays. */
    private void makeRoomForTwo(List<Output> out) {
        List<NodeId> pair = Lots.draw(active.keySet(), 2, random);
        NodeId one = pair.get(0);
        NodeId other = pair.get(1);
        part(one, new Talk.Replaced(other), out);
        part(other, new Talk.Replaced(one), out);
    }

    private void part(NodeId peer, Talk word, List<Output> out) {
        if (active.remove(peer) != null) {
            out.add(new Output.Say(peer, word));
            out.add(new Output.Down(peer));
            out.add(new Output.Release(peer));
        }
    }

    private void refused(NodeId from, List<Output> out, long nowNs) {
        Attempt attempt = attempts.get(from);
        if (attempt != null && attempt.asked) {
            attempts.remove(from);
            passive.remove(from);
            out.add(new Output.Release(from));
            replace(out, nowNs);
            passive.add(from, from);
        }
    }

    private void left(NodeId from, List<NodeId> instead, List<Output> out, long nowNs) {
        if (active.remove(from) != null) {
            out.add(new Output.Down(from));
            out.add(new Output.Release(from));
            patience.lose();
            instead.stream().filter(node -> isUnknown(node, nowNs)).forEach(node -> dial(node, Aim.SEEK, out, nowNs));
            replace(out, nowNs);
            passive.add(from, from);
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
            out.add(new Output.Say(from, new Talk.Shuffled(passive.draw(settings.shuffled(), Set.of()))));
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
        return !node.equals(own)
                && !active.containsKey(node)
                && !attempts.containsKey(node)
                && !shunned.contains(node, nowNs);
    }

    private void walked(NodeId from, Talk.ForwardJoin walk, List<Output> out, long nowNs) {
        int steps = Math.min(walk.steps(), settings.walk());
        List<NodeId> next = nextStep(from, walk.node());
        if (steps == 0 || next.isEmpty()) {
            if (isUnknown(walk.node(), nowNs)) {
                dial(walk.node(), Aim.SEEK, out, nowNs);
            }
            return;
        }
        if (steps == settings.passiveWalk()) {
            remember(walk.node(), from, nowNs);
        }
        next.forEach(node -> out.add(new Output.Say(node, new Talk.ForwardJoin(walk.node(), steps - 1))));
    }

    /** One neighbour, unless there is no other. */
    private List<NodeId> nextStep(NodeId from, NodeId joined) {
        List<NodeId> others = active.keySet().stream()
                .filter(node -> !node.equals(from) && !node.equals(joined))
                .toList();
        return Lots.draw(others, 1, random);
    }

    private void dial(NodeId node, Aim aim, List<Output> out, long nowNs) {
        if (dials > 0) {
            dials--;
            attempts.put(node, new Attempt(aim, nowNs + settings.answerWithin().toNanos()));
            out.add(new Output.Connect(node));
        }
    }

    private void replace(List<Output> out, long nowNs) {
        int missing = settings.active() - active.size() - attempts.size();
        if (missing > 0 && patience.isOver()) {
            passive.draw(Math.min(missing, dials), attempts.keySet()).forEach(node -> dial(node, Aim.SEEK, out, nowNs));
        }
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
        seek(out, nowNs);
        if (moves.isDue()) {
            passive.draw(1, attempts.keySet()).forEach(node -> dial(node, Aim.MOVE, out, nowNs));
        }
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

    private void seek(List<Output> out, long nowNs) {
        boolean hasEnough = 2 * active.size() > settings.active();
        patience.turn(hasEnough);
        boolean seeks = patience.isOver() && active.size() < settings.active();
        replace(out, nowNs);
        if (seeks && hasEnough) {
            patience.sought();
        }
    }

    private void shuffle(List<Output> out) {
        for (Map.Entry<NodeId, Active> drawn : Lots.draw(active.entrySet(), 1, random)) {
            List<NodeId> others = active.keySet().stream()
                    .filter(node -> !node.equals(drawn.getKey()))
                    .toList();
            List<NodeId> nodes = new ArrayList<>(List.of(own));
            nodes.addAll(Lots.draw(others, (settings.shuffled() - 1) / 2, random));
            nodes.addAll(passive.draw(settings.shuffled() - nodes.size(), Set.of()));
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
