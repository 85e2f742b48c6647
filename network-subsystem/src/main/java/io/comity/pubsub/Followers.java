package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.topic.Batch;
import io.comity.topic.Publishers;
import io.comity.topic.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that follow a topic at this one. Each is sent as much as it has room for: {@link #MAX_UNDERWAY} feeds of at most
 * {@link #MAX_FEED_BYTES} that it has not dealt with, and behind them {@link #MAX_WAITING_BYTES} of batches, of which the oldest go
 * when there are more. Used by its {@link TopicPubSub} only.
 */
final class Followers {
    /** Feeds that a follower may not have dealt with. */
    static final int MAX_UNDERWAY = Outflow.MAX_UNDERWAY;

    static final int MAX_FEED_BYTES = 64 * 1_024;

    /** Bytes of the batches that wait for one follower. */
    static final int MAX_WAITING_BYTES = 4 << 20;

    /** Followers at one time. */
    static final int MAX_FOLLOWERS = 4_096;

    /** Parts of followers' filters that one message may be held against in one place. */
    static final int MAX_TESTS = 4_096;

    /** A batch, and where it is in what is stored here. */
    private record Waiting(Batch batch, long position) {}

    private record Firsts(long number, List<Slot> slots) {}

    private static final class Follower {
        private final Outflow<Feed> out;
        private final Met met;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        /** The first slots of what is underway, by the number of its feed. */
        private final Deque<Firsts> underway = new ArrayDeque<>();

        private long waitingBytes;
        private long skipped;
        private boolean isInsatiable;
        /** It says what it has stored, which only who feeds it hears. */
        private boolean isStoring;
        /** It is fed by others that follow. */
        private boolean isWoven;

        private Follower(ActorRef<Feed> feed, Publishers publishers) {
            this.out = new Outflow<>(feed);
            this.met = new Met(publishers);
        }

        private boolean isToBeWoven() {
            return isInsatiable && !isStoring;
        }

        private void add(Waiting next) {
            waiting.addLast(next);
            waitingBytes += next.batch().bytes().length;
            while (waitingBytes > MAX_WAITING_BYTES) {
                poll();
                skipped++;
            }
        }

        private @Nullable Waiting poll() {
            Waiting first = waiting.pollFirst();
            waitingBytes -= first == null ? 0 : first.batch().bytes().length;
            return first;
        }
    }

    private final Publishers publishers;
    private final Map<Long, Follower> followers = new LinkedHashMap<>();
    private final Index<Long> wants = new Index<>(MAX_FOLLOWERS, MAX_TESTS);
    private long given;

    Followers(Publishers publishers) {
        this.publishers = publishers;
    }

    boolean isEmpty() {
        return followers.isEmpty();
    }

    int size() {
        return followers.size();
    }

    boolean hasRoom() {
        return followers.size() < MAX_FOLLOWERS;
    }

    /** @return what the follower is called here */
    long add(ActorRef<Feed> feed) {
        followers.put(++given, new Follower(feed, publishers));
        return given;
    }

    /** @return its feed, if there was such a follower */
    Optional<ActorRef<Feed>> remove(long id) {
        wants.remove(id);
        return Optional.ofNullable(followers.remove(id)).map(follower -> follower.out.to());
    }

    /** What the follower with this feed is called here, if there is one. */
    OptionalLong find(ActorRef<?> feed) {
        return followers.entrySet().stream()
                .filter(entry -> entry.getValue().out.to().equals(feed))
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * A follower says what it wants, in place of what it wanted before.
     *
     * @return whether it can be had
     */
    boolean want(long id, Filter filter) {
        Follower follower = followers.get(id);
        boolean isTaken = follower != null && wants.put(id, filter).isEmpty();
        if (follower != null && isTaken) {
            follower.isInsatiable = filter.equals(Filter.everything());
            follower.isWoven = false;
        }
        return isTaken;
    }

    /** How many want everything, and may be fed by others. */
    int insatiable() {
        return (int) followers.values().stream().filter(Follower::isToBeWoven).count();
    }

    boolean isInsatiable(long id) {
        Follower follower = followers.get(id);
        return follower != null && follower.isToBeWoven();
    }

    /** Whether this follower, which wants everything, is fed by others from now on. */
    void weave(long id, boolean isWoven) {
        Follower follower = followers.get(id);
        if (follower == null || !follower.isInsatiable || follower.isWoven == isWoven) {
            return;
        }
        follower.isWoven = isWoven;
        if (isWoven) {
            wants.remove(id);
        } else {
            wants.put(id, Filter.everything());
        }
    }

    boolean isWoven(long id) {
        Follower follower = followers.get(id);
        return follower != null && follower.isWoven;
    }

    /** The number of the last that was sent to a follower for which nothing waits. */
    OptionalLong upToDate(long id) {
        Follower follower = followers.get(id);
        return follower != null && follower.waiting.isEmpty()
                ? OptionalLong.of(follower.out.sent())
                : OptionalLong.empty();
    }

    /** To one of them, once. */
    void tell(long id, Feed feed) {
        Follower follower = followers.get(id);
        if (follower != null) {
            follower.out.to().tell(feed);
        }
    }

    /** To one of them, whoever feeds it; sent by {@link #feed}. */
    void offer(long id, Batch batch) {
        Follower follower = followers.get(id);
        if (follower != null) {
            follower.add(new Waiting(batch, 0));
        }
    }

    /** Tells a follower that it is sent what it wants. */
    void wanted(long id, long number) {
        tell(id, new Feed.Wanted(number));
    }

    /**
     * Of a batch that was judged, to each what it wants, when it has room.
     *
     * @param fresh the places of what is new
     * @param position of the batch in what is stored here; 0 when nothing is
     * @param types the wire names of the topic's types
     */
    void offer(Batch batch, BitSet fresh, long position, List<String> types) {
        Map<Long, BitSet> wanted = new LinkedHashMap<>();
        for (int place = fresh.nextSetBit(0); place >= 0; place = fresh.nextSetBit(place + 1)) {
            int here = place;
            wants.match(types.get(batch.type(place)), batch.bytes(), batch.offset(place), batch.length(place))
                    .forEach(id ->
                            wanted.computeIfAbsent(id, first -> new BitSet()).set(here));
        }
        Map<BitSet, Batch> parts = new HashMap<>();
        wanted.forEach((id, places) -> {
            Follower follower = followers.get(id);
            if (follower != null) {
                follower.add(new Waiting(parts.computeIfAbsent(places, batch::with), position));
            }
        });
    }

    /** To all of them, at once: it is short, and rare. */
    void tell(Feed feed) {
        followers.values().forEach(follower -> follower.out.to().tell(feed));
    }

    /**
     * A follower has dealt with everything up to this number; more than it was sent means nothing.
     *
     * @param stored up to where it has stored it
     * @return the first slots of the batches that it says it has stored
     */
    List<Slot> had(long id, long number, long stored) {
        List<Slot> kept = new ArrayList<>();
        Follower follower = followers.get(id);
        if (follower != null && follower.out.had(number)) {
            follower.isStoring |= stored > 0;
            while (!follower.underway.isEmpty() && follower.underway.peekFirst().number() <= number) {
                Firsts done = follower.underway.removeFirst();
                kept.addAll(done.number() <= stored ? done.slots() : List.of());
            }
        }
        return kept;
    }

    /** To be called every now and then: what a follower did not answer since the last time may not have come. */
    void again() {
        followers.values().forEach(follower -> follower.out.again());
    }

    /** Sends each what it has room for. */
    void feed() {
        followers.values().forEach(Followers::feed);
    }

    private static void feed(Follower follower) {
        while (!follower.waiting.isEmpty() && follower.out.hasRoom()) {
            follower.out.send(number -> take(follower, number));
        }
    }

    private static Feed.Batches take(Follower follower, long number) {
        List<Feed.Introduced> introductions = new ArrayList<>();
        List<Batch> batches = new ArrayList<>();
        long skipped = follower.skipped;
        follower.skipped = 0;
        long position = 0;
        int bytes = 0;
        Waiting next = follower.poll();
        while (next != null) {
            follower.met.introduce(next.batch().stamp()).ifPresent(introductions::add);
            batches.add(next.batch());
            position = next.position();
            bytes += next.batch().bytes().length;
            Waiting after = follower.waiting.peekFirst();
            boolean fits = after != null
                    && bytes + after.batch().bytes().length <= MAX_FEED_BYTES
                    && introductions.size() < Following.MAX_INTRODUCED;
            next = fits ? follower.poll() : null;
        }
        follower.underway.addLast(new Firsts(
                number, batches.stream().map(batch -> batch.stamp().first()).toList()));
        return new Feed.Batches(
                number, introductions, batches.stream().map(Batch::bytes).toList(), skipped, position);
    }
}
