package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner's part without a thread: turns pass when the test says so. */
final class GatheringTurnTest {
    /** More than it takes until something is said of everybody. */
    private static final int TURNS = 8;

    /** So often the lot is drawn that the same one is left every time by a chance of less than one in 10^100. */
    private static final int DRAWS = 100;

    private final Owner owner = new Owner();
    private final Map<ActorRef<?>, NodeId> behind = new HashMap<>();
    private final Company fellows = new Crowd(reference -> Optional.ofNullable(behind.get(reference)));
    private final Court court = new Court(owner.settings(fellows), event -> {});
    private final List<Follower> all = new ArrayList<>();
    private Followers followers;
    private Gathering gathering;

    /** A node that wants everything. */
    private final class Follower {
        private final TestInbox<Feed> feed = TestInbox.create();
        private final long id = followers.add(feed.getRef());

        private Follower(int number) {
            behind.put(feed.getRef(), Owner.key(number).nodeId());
            assertThat(followers.want(id, Filter.everything())).isTrue();
            gathering.followed(id, feed.getRef());
        }

        private <F extends Feed> List<F> heard(Class<F> kind) {
            return feed.getAllReceived().stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }

    @BeforeEach
    void begin() {
        court.know(owner.advert.description());
        court.introduce(owner.introduction());
        followers = new Followers(court.publishers());
        Spreading spreading = new Spreading(
                Idle.context(),
                court,
                fellows,
                deed -> {
                    throw new AssertionError("the links of a stub hear nothing");
                },
                delay -> {});
        gathering = new Gathering(court, followers, spreading);
    }

    private void follow(int count) {
        for (int i = 0; i < count; i++) {
            all.add(new Follower(10 + i));
        }
    }

    /** Those that are gathered the next time that anybody is. */
    private List<Follower> gathered() {
        List<Follower> gathered = new ArrayList<>();
        for (int turn = 0; turn < TURNS && gathered.isEmpty(); turn++) {
            gathering.again();
            all.stream()
                    .filter(each -> !each.heard(Feed.Gather.class).isEmpty())
                    .forEach(gathered::add);
        }
        return gathered;
    }

    @Test
    void allAreGatheredAtOnceWhenThereAreAsManyAsMayBe() {
        follow(Gathering.MAX_GATHERED);
        assertThat(gathered()).isEqualTo(all);
    }

    @Test
    void ofOneMoreAsManyAreGatheredAndWhoDoesNotAnswerKeepsNobodyAway() {
        follow(Gathering.MAX_GATHERED + 1);
        List<Follower> first = gathered();
        assertThat(first).hasSize(Gathering.MAX_GATHERED);
        List<Follower> left = new ArrayList<>(all);
        left.removeAll(first);
        for (int draw = 0; draw < DRAWS; draw++) {
            left.removeAll(gathered());
        }
        assertThat(left).isEmpty();
    }

    /** Who comes and goes as often as it likes is told of no more often than anybody else. */
    @Test
    void whoFollowsNoMoreIsToldOfOnceATurn() {
        follow(2);
        gathered();
        Follower stays = all.get(0);
        gathering.heed(stays.id, new Demand.Woven(true));
        for (int i = 0; i < 10; i++) {
            Follower comes = new Follower(30);
            followers.remove(comes.id);
            gathering.left(comes.id);
        }
        assertThat(stays.heard(Feed.Parted.class)).isEmpty();
        List<Feed.Parted> told = List.of();
        for (int turn = 0; turn < TURNS && told.isEmpty(); turn++) {
            gathering.again();
            told = stays.heard(Feed.Parted.class);
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void asMuchIsSentAgainAtOneTimeAsMayBe() {
        follow(1);
        gathered();
        Follower one = all.get(0);
        gathering.heed(one.id, new Demand.Woven(true));
        long bytes = 0;
        int count = 0;
        for (; bytes <= 2 * Gathering.MAX_AGAIN_BYTES; count++) {
            Batch batch = owner.says(new byte[Batch.MAX_BODY_BYTES]);
            bytes += batch.bytes().length;
            gathering.spread(batch, 0);
        }
        int most = 1 + (int) (Gathering.MAX_AGAIN_BYTES / (bytes / count));
        assertThat(again(one, 1, count)).isEqualTo(most);
        assertThat(again(one, 1 + most, count)).isEqualTo(count - most);
    }

    /** How many batches it is sent again. */
    private int again(Follower follower, long first, long last) {
        byte[] publisher = owner.node.nodeId().key().toArray();
        gathering.heed(follower.id, new Demand.Missing(publisher, 1, first, last));
        int count = 0;
        List<Feed.Batches> heard = follower.heard(Feed.Batches.class);
        while (!heard.isEmpty()) {
            count +=
                    heard.stream().mapToInt(batches -> batches.batches().size()).sum();
            followers.had(follower.id, heard.get(heard.size() - 1).number(), 0);
            followers.feed();
            heard = follower.heard(Feed.Batches.class);
        }
        return count;
    }
}
