package io.comity.dissemination;

import io.comity.dissemination.Output.Fault;
import io.comity.dissemination.Output.Standing;
import io.comity.identity.NodeId;
import io.comity.limit.Allowance;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * To which neighbours a message goes whole and to which its slot is only announced, and who is asked for what did not come
 * (Leitão, Pereira, Rodrigues, "Epidemic Broadcast Trees", SRDS 2007). Every input returns what is to be done, in order.
 * <pre>
 *  input                           output
 *  up                              Say Have, of the latest            the neighbour is eager for everybody
 *  publish; received, new          Deliver; Send to eager ones, Say Have to lazy ones a little later
 *  received, not new               Say Prune                          the sender is lazy for this publisher
 *  hear Prune                                                         the same
 *  hear Graft                      Send what it asks for              the sender is eager for these publishers
 *  hear Have, of what is missing                                      due later
 *  due, nobody was asked           Say Graft to who announced it
 *  due, who was asked is silent    Say Graft to the next, and Suspect, once it has failed often
 *  down                                                               what it was asked for is due
 * </pre>
 * Whatever is taken is sent or announced to every neighbour there is, unless it has it, and the latest are announced to
 * every later one. So a message goes wherever a path of honest neighbours leads, whatever the others do: a neighbour that is
 * eager and keeps everything for itself only lets the announcements of others come first.
 *
 * <p>Each publisher has its own tree: one bit for each neighbour beside the window of what it said, and one flood when it is
 * new. A tree that all share would save the flood, but what is the shortest way for one publisher is a detour for another, so
 * that their messages graft and prune the same links in turn, for ever. There is no count of hops in what nodes say: nobody can
 * check one, whoever lies would draw the tree towards itself, and a way that is shorter by more than {@link
 * TreeSettings#graftAfter} is taken anyway, by the graft.
 *
 * <p>Bounds: {@link #MAX_NEIGHBOURS} neighbours; of each, so many slots it announced, so many it may ask for in a second, each
 * at most once and only when it was announced to it. What one neighbour says costs the others nothing. Whoever announces and is
 * silent is asked last.
 *
 * <p>The caller verifies a message before it gives it in, keeps its bytes from {@link Output.Deliver} to {@link Output.Forget},
 * and calls {@link #due} when {@link #dueNs} says. Times are of one monotonic clock. Not thread-safe.
 */
public final class Tree {
    /** One bit each. */
    public static final int MAX_NEIGHBOURS = Long.SIZE;

    private final TreeSettings settings;
    private final Map<NodeId, Neighbour> neighbours = new LinkedHashMap<>();
    private final Seen seen;
    private final Recent recent;
    private final Wanted wanted;
    private long seats;
    private @Nullable Long newsNs;

    public Tree(TreeSettings settings) {
        this.settings = settings;
        this.seen = new Seen(settings.publishers(), settings.quiet().toNanos(), settings.window());
        this.recent = new Recent(settings.recent(), settings.keep().toNanos());
        this.wanted = new Wanted(settings.open());
    }

    /** There is a new neighbour; nothing if it is one already, or one too many. */
    public List<Output> up(NodeId peer, long nowNs) {
        int seat = Long.numberOfTrailingZeros(~seats);
        if (neighbours.containsKey(peer) || seat == MAX_NEIGHBOURS) {
            return List.of();
        }
        Neighbour neighbour = new Neighbour(peer, seat, settings, nowNs);
        seats |= neighbour.bit;
        seen.all().forEach(source -> source.eager |= neighbour.bit);
        neighbours.put(peer, neighbour);
        List<Output> out = new ArrayList<>(expired(nowNs));
        recent.latest(settings.greeting()).forEach(entry -> announce(entry, neighbour, out, nowNs));
        sayNews(neighbour, out);
        return out;
    }

    /** A neighbour is one no more. */
    public void down(NodeId peer, long nowNs) {
        Neighbour neighbour = neighbours.remove(peer);
        if (neighbour != null) {
            seats &= ~neighbour.bit;
            recent.forget(neighbour);
            wanted.forget(neighbour, nowNs);
        }
    }

    /** Whether a message in this slot would be delivered: whoever asks first need not verify what would not. */
    public boolean isNew(Slot slot, long nowNs) {
        return seen.judge(slot, nowNs) == Standing.NEW;
    }

    /** This node says something; nothing if it did before. */
    public List<Output> publish(Slot slot, long nowNs) {
        Standing standing = seen.judge(slot, nowNs);
        List<Output> out = new ArrayList<>();
        if (standing == Standing.NEW || standing == Standing.CROWDED) {
            take(slot, null, out, nowNs);
        }
        return out;
    }

    /**
     * A verified message came; or one that need not be verified, since {@link #isNew} said no.
     *
     * @param from a neighbour or anybody else
     */
    public List<Output> received(NodeId from, Slot slot, long nowNs) {
        Neighbour sender = neighbours.get(from);
        Standing standing = seen.judge(slot, nowNs);
        List<Output> out = new ArrayList<>();
        if (standing == Standing.NEW) {
            take(slot, sender, out, nowNs);
            return out;
        }
        if (standing != Standing.SEEN) {
            out.add(new Output.Ignored(slot, standing));
        }
        if (sender != null) {
            repeated(sender, slot, out, nowNs);
        }
        return out;
    }

    private void take(Slot slot, @Nullable Neighbour sender, List<Output> out, long nowNs) {
        Source source = seen.add(slot, seats, nowNs);
        Recent.Entry entry = recent.add(slot, nowNs);
        Wanted.Want want = wanted.find(slot);
        if (sender != null) {
            entry.gave |= sender.bit;
            source.eager |= sender.bit;
            if (want != null && want.isAskedOf(sender)) {
                sender.succeeds();
            }
        }
        out.add(new Output.Deliver(slot));
        for (Neighbour neighbour : neighbours.values()) {
            boolean hasIt = neighbour == sender || want != null && want.isAnnouncedBy(neighbour);
            if (!hasIt) {
                pass(entry, neighbour, source, out, nowNs);
            }
        }
        wanted.remove(slot);
        out.addAll(expired(nowNs));
    }

    private void pass(Recent.Entry entry, Neighbour neighbour, Source source, List<Output> out, long nowNs) {
        if (source.isEager(neighbour)) {
            send(entry, neighbour, out);
        } else {
            announce(entry, neighbour, out, nowNs);
        }
    }

    private static void send(Recent.Entry entry, Neighbour neighbour, List<Output> out) {
        entry.sent |= neighbour.bit;
        out.add(new Output.Send(neighbour.id, entry.slot));
    }

    private void announce(Recent.Entry entry, Neighbour neighbour, List<Output> out, long nowNs) {
        entry.offered |= neighbour.bit;
        neighbour.news.add(entry.slot);
        if (neighbour.news.size() == Talk.MAX_SLOTS) {
            sayNews(neighbour, out);
        } else if (newsNs == null) {
            newsNs = nowNs + settings.haveDelay().toNanos();
        }
    }

    private static void sayNews(Neighbour neighbour, List<Output> out) {
        if (!neighbour.news.isEmpty()) {
            out.add(new Output.Say(neighbour.id, new Talk.Have(neighbour.news)));
            neighbour.news.clear();
        }
    }

    private void repeated(Neighbour sender, Slot slot, List<Output> out, long nowNs) {
        Recent.Entry entry = recent.find(slot);
        if (entry != null && (entry.gave & sender.bit) != 0) {
            failed(sender, Fault.REPEATING, out, nowNs);
        } else if (entry != null) {
            entry.gave |= sender.bit;
        }
        Source source = seen.find(slot.publisher());
        if (source != null && (source.isEager(sender) || sender.mayBePrunedAgain(nowNs))) {
            source.eager &= ~sender.bit;
            sender.pruned(nowNs);
            out.add(new Output.Say(sender.id, new Talk.Prune(slot.publisher())));
        }
    }

    private void failed(Neighbour neighbour, Fault fault, List<Output> out, long nowNs) {
        if (neighbour.fails(settings.faults(), settings.answerWithin().toNanos(), nowNs)) {
            out.add(new Output.Suspect(neighbour.id, fault));
        }
    }

    /** What came from there in this slot is not by its publisher. Somebody else is asked at once. */
    public List<Output> unusable(NodeId from, Slot slot, long nowNs) {
        Neighbour sender = neighbours.get(from);
        List<Output> out = new ArrayList<>();
        if (sender != null) {
            failed(sender, Fault.FALSE, out, nowNs);
            Wanted.Want want = wanted.find(slot);
            if (want != null && want.isAskedOf(sender)) {
                wanted.release(want);
                wanted.reschedule(want, nowNs);
                out.addAll(due(nowNs));
            }
        }
        return out;
    }

    /** The message in this slot came and is its publisher's, but not wanted here. Nobody is asked for it, nor blamed. */
    public void unwanted(Slot slot) {
        wanted.remove(slot);
    }

    /** The bytes of this slot are gone before their time. */
    public void released(Slot slot) {
        recent.remove(slot);
    }

    /** A neighbour says something about the tree; nothing from anybody else, or about anything else. */
    public List<Output> hear(NodeId from, Talk talk, long nowNs) {
        Neighbour sender = neighbours.get(from);
        List<Output> out = new ArrayList<>();
        if (sender == null) {
            return out;
        }
        if (talk instanceof Talk.Have have) {
            have.slots().forEach(slot -> announced(sender, slot, nowNs));
        } else if (talk instanceof Talk.Graft graft) {
            graft.slots().forEach(slot -> asked(sender, slot, out, nowNs));
        } else if (talk instanceof Talk.Prune prune) {
            Source source = seen.find(prune.publisher());
            if (source != null) {
                source.eager &= ~sender.bit;
            }
        }
        return out;
    }

    private void announced(Neighbour sender, Slot slot, long nowNs) {
        if (seen.isPlausible(slot, nowNs)) {
            wanted.announced(slot, sender, nowNs + settings.graftAfter().toNanos());
        }
    }

    private void asked(Neighbour sender, Slot slot, List<Output> out, long nowNs) {
        Source source = seen.find(slot.publisher());
        if (source != null) {
            source.eager |= sender.bit;
        }
        Recent.Entry entry = recent.find(slot);
        if (entry != null && mayAsk(sender, entry) && sender.answered.draw(false, nowNs) == Allowance.ADMITTED) {
            send(entry, sender, out);
        }
    }

    private static boolean mayAsk(Neighbour neighbour, Recent.Entry entry) {
        return (entry.offered & neighbour.bit) != 0 && (entry.sent & neighbour.bit) == 0;
    }

    /** When {@link #due} has something to do, if nothing else comes before. */
    public OptionalLong dueNs() {
        OptionalLong first = wanted.dueNs();
        first = sooner(first, recent.dueNs());
        return newsNs == null ? first : sooner(first, OptionalLong.of(newsNs));
    }

    private static OptionalLong sooner(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.getAsLong() - other.getAsLong() <= 0 ? one : other;
    }

    /** Does what it is time for. */
    public List<Output> due(long nowNs) {
        List<Output> out = new ArrayList<>(expired(nowNs));
        if (newsNs != null && newsNs - nowNs <= 0) {
            newsNs = null;
            neighbours.values().forEach(neighbour -> sayNews(neighbour, out));
        }
        Map<Neighbour, List<Slot>> grafts = new LinkedHashMap<>();
        for (Wanted.Want want = wanted.pollDue(nowNs); want != null; want = wanted.pollDue(nowNs)) {
            seek(want, grafts, out, nowNs);
        }
        grafts.forEach((neighbour, slots) -> graft(neighbour, slots, out));
        return out;
    }

    private void seek(Wanted.Want want, Map<Neighbour, List<Slot>> grafts, List<Output> out, long nowNs) {
        Neighbour silent = wanted.release(want);
        if (silent != null) {
            failed(silent, Fault.SILENT, out, nowNs);
        }
        Neighbour next = wanted.best(want);
        if (next == null) {
            wanted.remove(want.slot);
            return;
        }
        long waitNs = next.asked.draw(false, nowNs);
        if (waitNs > 0) {
            wanted.reschedule(want, nowNs + waitNs);
            return;
        }
        grafts.computeIfAbsent(next, neighbour -> new ArrayList<>()).add(want.slot);
        wanted.ask(want, next, nowNs + settings.answerWithin().toNanos());
    }

    private static void graft(Neighbour neighbour, List<Slot> slots, List<Output> out) {
        for (int from = 0; from < slots.size(); from += Talk.MAX_SLOTS) {
            List<Slot> some = slots.subList(from, Math.min(slots.size(), from + Talk.MAX_SLOTS));
            out.add(new Output.Say(neighbour.id, new Talk.Graft(some)));
        }
    }

    private List<Output> expired(long nowNs) {
        return recent.expire(nowNs).stream().<Output>map(Output.Forget::new).toList();
    }

    /** Whether messages of this publisher go to this neighbour whole. */
    public boolean isEager(NodeId peer, NodeId publisher) {
        Neighbour neighbour = neighbours.get(peer);
        Source source = seen.find(publisher);
        return neighbour != null && (source == null || source.isEager(neighbour));
    }

    /** Slots that were announced and have not come. */
    public int missing() {
        return wanted.size();
    }
}
