package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.topic.Batch;
import io.comity.topic.Publishers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that follow a topic at this one. Each is sent as much as it has room for: {@link #MAX_UNDERWAY} feeds of at most
 * {@link #MAX_FEED_BYTES} that it has not dealt with, and behind them {@link #MAX_WAITING_BYTES} of batches, of which the oldest go
 * when there are more. Used by its {@link TopicPubSub} only.
 */
final class Followers {
    /** Feeds that a follower may not have dealt with. */
    static final int MAX_UNDERWAY = 8;

    static final int MAX_FEED_BYTES = 64 * 1_024;

    /** Bytes of the batches that wait for one follower. */
    static final int MAX_WAITING_BYTES = 4 << 20;

    /** Nodes that follow at one time; one node may do so once for each of its own references. */
    static final int MAX_FOLLOWERS = 4_096;

    /** Parts of followers' filters that one message may be held against in one place. */
    static final int MAX_TESTS = 4_096;

    private static final class Follower {
        private final ActorRef<Feed> feed;
        private final Deque<Batch> waiting = new ArrayDeque<>();
        private final Set<Publishers.Introduction> met = new HashSet<>();
        private long sent;
        private long had;
        private long skipped;
        private final Deque<Feed.Batches> unanswered = new ArrayDeque<>();
        /** Of the last look. */
        private long hadBefore;

        private long waitingBytes;

        private Follower(ActorRef<Feed> feed) {
            this.feed = feed;
        }

        private void add(Batch batch) {
            waiting.addLast(batch);
            waitingBytes += batch.bytes().length;
            while (waitingBytes > MAX_WAITING_BYTES) {
                poll();
                skipped++;
            }
        }

        private @Nullable Batch poll() {
            Batch first = waiting.pollFirst();
            waitingBytes -= first == null ? 0 : first.bytes().length;
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
        followers.put(++given, new Follower(feed));
        return given;
    }

    /** @return its feed, if there was such a follower */
    Optional<ActorRef<Feed>> remove(long id) {
        wants.remove(id);
        return Optional.ofNullable(followers.remove(id)).map(follower -> follower.feed);
    }

    /** What the follower with this feed is called here, if there is one. */
    OptionalLong find(ActorRef<?> feed) {
        return followers.entrySet().stream()
                .filter(entry -> entry.getValue().feed.equals(feed))
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * A follower says what it wants, in place of what it wanted before.
     *
     * @return whether it can be had
     */
    boolean want(long id, Filter filter) {
        return followers.containsKey(id) && wants.put(id, filter).isEmpty();
    }

    /** Tells a follower that it is sent what it wants. */
    void wanted(long id, long number) {
        Follower follower = followers.get(id);
        if (follower != null) {
            follower.feed.tell(new Feed.Wanted(number));
        }
    }

    /**
     * Of a batch that was judged, to each what it wants, when it has room.
     *
     * @param fresh the places of what is new
     * @param types the wire names of the topic's types
     */
    void offer(Batch batch, BitSet fresh, List<String> types) {
        Map<Long, BitSet> wanted = new LinkedHashMap<>();
        for (int place = fresh.nextSetBit(0); place >= 0; place = fresh.nextSetBit(place + 1)) {
            int here = place;
            wants.match(types.get(batch.type(place)), batch.bytes(), batch.offset(place), batch.length(place))
                    .forEach(id ->
                            wanted.computeIfAbsent(id, first -> new BitSet()).set(here));
        }
        wanted.forEach((id, places) -> {
            Follower follower = followers.get(id);
            if (follower != null) {
                follower.add(batch.with(places));
            }
        });
    }

    /** To all of them, at once: it is short, and rare. */
    void tell(Feed feed) {
        followers.values().forEach(follower -> follower.feed.tell(feed));
    }

    /** A follower has dealt with everything up to this number; more than it was sent means nothing. */
    void had(long id, long number) {
        Follower follower = followers.get(id);
        if (follower != null && number <= follower.sent) {
            follower.had = Math.max(follower.had, number);
            while (!follower.unanswered.isEmpty()
                    && follower.unanswered.peekFirst().number() <= follower.had) {
                follower.unanswered.removeFirst();
            }
        }
    }

    /** To be called every now and then: what a follower did not answer since the last time may not have come. */
    void again() {
        for (Follower follower : followers.values()) {
            if (follower.had == follower.hadBefore) {
                follower.unanswered.forEach(follower.feed::tell);
            }
            follower.hadBefore = follower.had;
        }
    }

    /** Sends each what it has room for. */
    void feed() {
        followers.values().forEach(this::feed);
    }

    private void feed(Follower follower) {
        while (!follower.waiting.isEmpty() && follower.sent - follower.had < MAX_UNDERWAY) {
            Feed.Batches next = take(follower);
            follower.unanswered.addLast(next);
            follower.feed.tell(next);
        }
        if (follower.skipped > 0 && follower.waiting.isEmpty()) {
            follower.feed.tell(new Feed.Skipped(follower.skipped));
            follower.skipped = 0;
        }
    }

    private Feed.Batches take(Follower follower) {
        List<Feed.Introduced> introductions = new ArrayList<>();
        List<byte[]> batches = new ArrayList<>();
        int bytes = 0;
        Batch next = follower.poll();
        while (next != null) {
            introduce(follower, next, introductions);
            batches.add(next.bytes());
            bytes += next.bytes().length;
            Batch after = follower.waiting.peekFirst();
            boolean fits = after != null
                    && bytes + after.bytes().length <= MAX_FEED_BYTES
                    && introductions.size() < Following.MAX_INTRODUCED;
            next = fits ? follower.poll() : null;
        }
        return new Feed.Batches(++follower.sent, introductions, batches);
    }

    private void introduce(Follower follower, Batch batch, List<Feed.Introduced> introductions) {
        Publishers.Introduction introduction =
                publishers.introduction(batch.stamp()).orElse(null);
        if (introduction != null && follower.met.add(introduction)) {
            introductions.add(introduced(introduction));
        }
    }

    private static Feed.Introduced introduced(Publishers.Introduction introduction) {
        return new Feed.Introduced(
                introduction.publisher().key().toArray(),
                introduction.key().toArray(),
                introduction.chain().toArray());
    }
}
