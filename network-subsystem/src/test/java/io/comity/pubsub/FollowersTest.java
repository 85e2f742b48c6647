package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.comity.filter.Filter;
import io.comity.topic.Batch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FollowersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Feed> feed = kit.createTestProbe(Feed.class);
    private final Owner owner = new Owner();
    private final Followers followers = new Followers(owner.publishers);
    private long id;

    @BeforeEach
    void follow() {
        id = followers.add(feed.getRef());
        assertThat(followers.want(id, Filter.everything())).isTrue();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void say(Batch batch) {
        owner.publishers.judge(batch, Owner.NOW);
        followers.offer(batch, Owner.first(), 0, Owner.TYPES);
        followers.feed();
    }

    private Feed.Batches fed(long number) {
        Feed.Batches batches = feed.expectMessageClass(Feed.Batches.class, SOON);
        assertThat(batches.number()).isEqualTo(number);
        return batches;
    }

    @Test
    void publishersAreIntroducedWithTheFirstOfTheirMessages() {
        say(owner.says("a"));
        say(owner.says("b"));
        assertThat(fed(1).introductions()).hasSize(1);
        assertThat(fed(2).introductions()).isEmpty();
    }

    @Test
    void asManyFeedsAreUnderwayAsMayBeAndTheRestComesTogether() {
        for (int i = 0; i < Followers.MAX_UNDERWAY + 2; i++) {
            say(owner.says("message " + i));
        }
        for (int number = 1; number <= Followers.MAX_UNDERWAY; number++) {
            assertThat(fed(number).batches()).hasSize(1);
        }
        feed.expectNoMessage(Duration.ZERO);
        followers.had(id, 1, 0);
        followers.feed();
        assertThat(fed(Followers.MAX_UNDERWAY + 1).batches()).hasSize(2);
    }

    @Test
    void whatIsNotAnsweredIsSaidAgainAndWhatIsIsNot() {
        say(owner.says("a"));
        say(owner.says("b"));
        fed(1);
        fed(2);
        followers.had(id, 1, 0);
        followers.again();
        feed.expectNoMessage(Duration.ZERO);
        followers.again();
        fed(2);
        followers.had(id, 2, 0);
        followers.again();
        followers.again();
        feed.expectNoMessage(Duration.ZERO);
    }

    /** Else it costs whoever feeds it a megabyte a second, for nothing. */
    @Test
    void whoAnswersNothingIsToldLessAndLessOften() {
        say(owner.says("a"));
        fed(1);
        assertThat(toldWithin(Outflow.MAX_LOOKS)).as("at 1, 2, 4, 8 and 16").isEqualTo(5);
        assertThat(toldWithin(Outflow.MAX_LOOKS - 1)).isZero();
        assertThat(toldWithin(1)).isEqualTo(1);
        followers.had(id, 1, 0);
        say(owner.says("b"));
        fed(2);
        assertThat(toldWithin(3)).as("the first look is too early").isEqualTo(2);
    }

    private int toldWithin(int looks) {
        for (int i = 0; i < looks; i++) {
            followers.again();
        }
        followers.tell(id, new Feed.Come());
        int told = 0;
        while (feed.receiveMessage(SOON) instanceof Feed.Batches) {
            told++;
        }
        return told;
    }

    @Test
    void anAnswerToWhatWasNeverSaidMeansNothing() {
        say(owner.says("a"));
        fed(1);
        followers.had(id, 2, 0);
        followers.had(id, Long.MAX_VALUE, Long.MAX_VALUE);
        followers.again();
        fed(1);
    }

    @Test
    void asManyBytesWaitAsMayAndWhatIsOlderIsLeftOut() {
        for (int i = 0; i < Followers.MAX_UNDERWAY; i++) {
            say(owner.says("underway"));
            fed(1 + i);
        }
        byte[] body = new byte[Batch.MAX_BODY_BYTES];
        Batch one = owner.says(body);
        int room = Followers.MAX_WAITING_BYTES / one.bytes().length;
        say(one);
        for (int i = 1; i < room + 3; i++) {
            say(owner.says(body));
        }
        int heard = 0;
        long number = Followers.MAX_UNDERWAY;
        long skipped = 0;
        while (heard < room) {
            followers.had(id, number, 0);
            followers.feed();
            Feed.Batches batches = feed.expectMessageClass(Feed.Batches.class, SOON);
            assertThat(heard == 0 ? 3 : 0).as("told with the next").isEqualTo((int) batches.skipped());
            number = batches.number();
            heard += batches.batches().size();
            skipped += batches.skipped();
        }
        assertThat(heard).isEqualTo(room);
        assertThat(skipped).isEqualTo(3);
    }

    @Test
    void onlyWhatIsWantedIsSent() {
        assertThat(followers.want(id, Filter.type("Nothing"))).isTrue();
        say(owner.says("a"));
        feed.expectNoMessage(Duration.ZERO);
    }

    @Test
    void asManyFollowAsMayAndNoMore() {
        for (int i = 1; i < Followers.MAX_FOLLOWERS; i++) {
            assertThat(followers.hasRoom()).isTrue();
            followers.add(kit.system().ignoreRef());
        }
        assertThat(followers.hasRoom()).isFalse();
        assertThat(followers.remove(id)).contains(feed.getRef());
        assertThat(followers.hasRoom()).isTrue();
    }
}
