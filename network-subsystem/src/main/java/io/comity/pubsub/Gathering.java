package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.advert.NodeAdvert;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.Endorsement;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The owner's part when there are many followers that want everything: it lets them feed each other, is one of them itself, endorses
 * what others publish, makes those known to each other that want a link, and says how far everybody should be. Whoever is not fed
 * by others it feeds itself. Used by its {@link Hosting} only.
 */
final class Gathering implements Spreading.Doing {
    /** Bytes that a follower is sent again at one time. */
    static final int MAX_AGAIN_BYTES = 1 << 20;

    /** Meetings that one follower may wait for. */
    static final int MAX_MEETINGS = 16;

    /** Followers that are gathered in one turn: each costs a neighbour its place. */
    static final int MAX_GATHERED = 16;

    /** Calls of {@link #again} between two times that something is said of everybody. */
    private static final int EVERY_TURNS = 4;

    /** Calls of {@link #again} after which nobody waits for a meeting any more. */
    private static final int MEETING_TURNS = 20;

    /** Times that it is said who parted, since anything told may be lost. */
    private static final int PARTED_TIMES = 4;

    private record Meeting(NodeId asking, NodeId asked) {}

    private final Court court;
    private final Followers followers;
    private final Spreading spreading;
    private final Map<Long, NodeId> nodes = new HashMap<>();
    /** Those that said that they have a place. */
    private final Set<Long> gathered = new LinkedHashSet<>();

    private final Map<Meeting, Integer> meetings = new LinkedHashMap<>();
    private final Map<NodeId, Integer> parted = new HashMap<>();
    /** The last that each publisher has said, as far as it was handed on. */
    private final Map<NodeId, Slot> said = new HashMap<>();

    private long position;
    private int turns;

    Gathering(Court court, Followers followers, Spreading spreading) {
        this.court = court;
        this.followers = followers;
        this.spreading = spreading;
    }

    // Who follows.

    void followed(long id, ActorRef<Feed> feed) {
        spreading.company().behind(feed).ifPresent(node -> {
            nodes.put(id, node);
            parted.remove(node);
        });
    }

    /** The node that follows by this name. */
    Optional<NodeId> node(long id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Followers of the node that is behind this one, the oldest first. */
    List<Long> ofSameNode(ActorRef<Feed> feed) {
        NodeId node = spreading.company().behind(feed).orElse(null);
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(node))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    void left(long id) {
        NodeId node = nodes.remove(id);
        boolean wasGathered = gathered.remove(id);
        if (node != null && !nodes.containsValue(node) && (wasGathered || spreading.isBegun())) {
            parted.put(node, PARTED_TIMES);
            spreading.drop(node);
        }
    }

    private void sayParted(NodeId node) {
        gathered.forEach(id -> followers.tell(id, new Feed.Parted(node.key().toArray())));
    }

    /** A follower wants something else: if that is not everything, it has no place. */
    void wants(long id) {
        if (!followers.isInsatiable(id)) {
            gathered.remove(id);
        }
    }

    // What is said.

    /**
     * A batch is handed on, which the owner says or has taken.
     *
     * @param at its position in what is stored here; 0 when nothing is
     */
    void spread(Batch batch, long at) {
        position = Math.max(position, at);
        Slot last = batch.stamp().slot(batch.stamp().count() - 1);
        said.merge(last.publisher(), last, Gathering::later);
        if (spreading.isBegun()) {
            boolean isOwn = batch.stamp().publisher().equals(court.settings().owner());
            Publishing publishing = court.settings().publishing();
            spreading.publish(
                    batch,
                    isOwn
                            ? Optional.empty()
                            : Optional.of(Endorsement.sign(publishing.key(), publishing.epoch(), batch)));
        }
    }

    private static Slot later(Slot one, Slot other) {
        boolean isLater =
                other.epoch() > one.epoch() || other.epoch() == one.epoch() && other.sequence() > one.sequence();
        return isLater ? other : one;
    }

    private Feed.Introduced owner() {
        return new Feed.Introduced(
                court.settings().owner().key().toArray(), court.word().toArray(), new byte[0]);
    }

    // What followers say.

    void heed(long id, Demand demand) {
        if (demand instanceof Demand.Woven woven) {
            if (followers.isInsatiable(id) && nodes.containsKey(id)) {
                gathered.add(id);
                followers.weave(id, woven.isWoven());
            }
        } else if (demand instanceof Demand.Missing missing) {
            missing(id, missing);
        } else if (demand instanceof Demand.Meet meet) {
            NodeId.admit(meet.node()).ifPresent(asked -> meet(id, asked));
        } else if (demand instanceof Demand.Met met) {
            NodeId.admit(met.node()).ifPresent(asking -> met(id, asking, met));
        }
    }

    /** Only what is kept can be had again; the rest is said to be gone, if it is the next that is missing. */
    private void missing(long id, Demand.Missing missing) {
        Slot first = first(missing).orElse(null);
        if (first == null || followers.upToDate(id).isEmpty()) {
            return;
        }
        if (!again(id, first, missing.last())) {
            gone(id, first, missing.last());
        }
        followers.feed();
    }

    /** False when the first is not kept. */
    private boolean again(long id, Slot first, long last) {
        long next = first.sequence();
        for (Batch batch : spreading.kept(first, last, MAX_AGAIN_BYTES)) {
            if (batch.stamp().first().sequence() > next) {
                break;
            }
            followers.offer(id, batch);
            next = batch.stamp().slot(batch.stamp().count() - 1).sequence() + 1;
        }
        return next > first.sequence();
    }

    private static Optional<Slot> first(Demand.Missing missing) {
        boolean isSane = missing.publisher().length == NodeId.SIZE_BYTES
                && missing.epoch() >= 0
                && missing.first() > 0
                && missing.last() >= missing.first();
        return isSane
                ? NodeId.admit(missing.publisher())
                        .map(publisher -> new Slot(publisher, missing.epoch(), missing.first()))
                : Optional.empty();
    }

    private void gone(long id, Slot first, long last) {
        long end = spreading.kept(first, last, 0).stream()
                .mapToLong(batch -> batch.stamp().first().sequence() - 1)
                .findFirst()
                .orElse(last);
        Slot gone = new Slot(first.publisher(), first.epoch(), end);
        if (isSaid(gone)) {
            followers.tell(id, new Feed.Gone(latest(gone), first.sequence()));
        }
    }

    /** What is not said yet is not gone. */
    private boolean isSaid(Slot slot) {
        Slot last = said.get(slot.publisher());
        return last != null && later(last, slot).equals(last);
    }

    // Meetings.

    private void meet(long id, NodeId asked) {
        NodeId asking = nodes.get(id);
        Long other = find(asked);
        long waiting = meetings.keySet().stream()
                .filter(each -> each.asking().equals(asking))
                .count();
        if (asking != null && other != null && waiting < MAX_MEETINGS && gathered.contains(id)) {
            meetings.put(new Meeting(asking, asked), MEETING_TURNS);
            followers.tell(other, new Feed.Meet(asking.key().toArray()));
        }
    }

    private void met(long id, NodeId asking, Demand.Met met) {
        NodeId asked = nodes.get(id);
        boolean isBounded = met.chain().length <= Chain.MAX_BYTES && met.advert().length <= NodeAdvert.MAX_SIGNED_BYTES;
        if (asked != null && isBounded && meetings.remove(new Meeting(asking, asked)) != null) {
            Long other = find(asking);
            if (other != null) {
                followers.tell(other, new Feed.Met(asked.key().toArray(), met.chain(), met.advert()));
            }
        }
    }

    /** A follower of that node which has a place, or is to have one. */
    private @Nullable Long find(NodeId node) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(node) && followers.isInsatiable(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    // Time.

    /** To be called every now and then. */
    void again() {
        if (!spreading.isBegun() && followers.insatiable() > spreading.company().direct()) {
            spreading.begin(this);
        }
        if (!spreading.isBegun()) {
            return;
        }
        meetings.replaceAll((meeting, left) -> left - 1);
        meetings.values().removeIf(left -> left <= 0);
        if (++turns % EVERY_TURNS == 0) {
            parted.replaceAll((node, times) -> times - 1);
            parted.keySet().forEach(this::sayParted);
            parted.values().removeIf(times -> times <= 0);
            List<Feed.Latest> latest = latest();
            gathered.forEach(
                    id -> followers.tell(id, new Feed.Standing(owner(), latest, position, followers.isWoven(id))));
            gather(latest);
        }
    }

    private void gather(List<Feed.Latest> latest) {
        List<Long> members = new ArrayList<>(gathered);
        outsiders().stream()
                .limit(MAX_GATHERED)
                .forEach(id -> followers
                        .upToDate(id)
                        .ifPresent(after -> followers.tell(
                                id,
                                new Feed.Gather(
                                        after, owner(), member(members).key().toArray(), latest))));
    }

    /** By lot: those that do not answer would else keep everybody after them away. */
    private List<Long> outsiders() {
        List<Long> outsiders = new ArrayList<>(nodes.keySet());
        outsiders.removeIf(id -> gathered.contains(id) || !followers.isInsatiable(id));
        shuffle(outsiders);
        return outsiders;
    }

    private void shuffle(List<Long> ids) {
        Collections.shuffle(ids, new Random(spreading.company().random().nextLong()));
    }

    private NodeId member(List<Long> members) {
        shuffle(members);
        return members.isEmpty()
                ? court.settings().owner()
                : nodes.getOrDefault(members.get(0), court.settings().owner());
    }

    private List<Feed.Latest> latest() {
        return said.values().stream().map(Gathering::latest).toList();
    }

    private static Feed.Latest latest(Slot slot) {
        return new Feed.Latest(slot.publisher().key().toArray(), slot.epoch(), slot.sequence());
    }

    // Its own place.

    /** It has everything already. */
    @Override
    public void deliver(Batch batch, BitSet fresh) {}

    @Override
    public void connect(NodeId peer) {
        Long id = find(peer);
        if (id == null) {
            spreading.failed(peer);
        } else {
            followers.tell(id, new Feed.Come());
        }
    }

    @Override
    public boolean isWelcome(NodeId peer) {
        return find(peer) != null;
    }

    @Override
    public void alone() {
        List<Long> members = new ArrayList<>(gathered);
        if (!members.isEmpty()) {
            spreading.join(member(members));
        }
    }
}
