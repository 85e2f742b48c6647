package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.mission.Gate;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer is told of the references that it sent: which are still had here, and which nobody has any more. */
final class ImportedReferencesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int MAX = 1_002;

    private final TwoSessions pair = new TwoSessions(Adapter.toClassic(KIT.system()), 1 << 16, 1 << 20);
    private final ImportedReferences imported = new ImportedReferences(Adapter.toClassic(KIT.system()), MAX);
    private final List<@Nullable ActorRef<?>> had = new ArrayList<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void connect() {
        pair.connect();
    }

    private void come(long ref) {
        had.add(actor(ref));
    }

    private @Nullable ActorRef<?> actor(long ref) {
        return imported.actor(ref, TwoSessions.TALK, pair.near.session(), null);
    }

    private List<UrMessage> afterCollection(boolean isDrained) {
        List<UrMessage> said = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            said.addAll(imported.beat(isDrained));
            return !said.isEmpty();
        });
        return said;
    }

    @Test
    void whatNobodyHasAnyMoreIsReleasedAsOftenAsItCame() {
        come(1);
        come(1);
        come(3);
        had.subList(0, 2).clear();
        assertThat(afterCollection(true)).containsExactly(new UrMessage.Release(1, 2));
        assertThat(had).doesNotContainNull();
    }

    /** What was told to it before may still wait to be sealed, and would come after the release. */
    @Test
    void nothingIsReleasedWhileAnythingWaits() {
        come(1);
        had.clear();
        for (int beat = 1; beat < ImportedReferences.RENEW_EVERY_BEATS; beat++) {
            System.gc();
            assertThat(imported.beat(false)).isEmpty();
        }
        assertThat(afterCollection(true)).contains(new UrMessage.Release(1, 1));
    }

    @Test
    void whatSomebodyHasIsRenewedAndSoManyInOneMessage() {
        LongStream.range(0, MAX).map(number -> 2 * number + 1).forEach(this::come);
        List<UrMessage> said = new ArrayList<>();
        for (int beat = 0; beat < ImportedReferences.RENEW_EVERY_BEATS; beat++) {
            assertThat(said).isEmpty();
            said.addAll(imported.beat(true));
        }
        assertThat(said).hasSize(2).allSatisfy(renew -> assertThat(renew).isInstanceOf(UrMessage.Renew.class));
        assertThat(said.stream()
                        .mapToInt(renew -> ((UrMessage.Renew) renew).refs().size()))
                .containsExactly(UrMessage.MAX_RENEWED, MAX - UrMessage.MAX_RENEWED);
        assertThat(had).hasSize(MAX);
    }

    @Test
    void asManyAreKeptAsMayAndNotOneMore() {
        LongStream.range(0, MAX).map(number -> 2 * number + 1).forEach(this::come);
        assertThat(had).doesNotContainNull();
        assertThat(actor(2 * MAX + 1)).isNull();
        assertThat(actor(1)).isNotNull();
        assertThat(actor(2)).isNotNull();
    }

    /** Each that nobody has any more leaves a release, and a peer can see to it that none of them can be said. */
    @Test
    void asManyReleasesWaitAsMayAndNothingIsTakenThatWouldNeedOneMore() {
        int few = 3;
        ImportedReferences some = new ImportedReferences(Adapter.toClassic(KIT.system()), few);
        for (int i = 0; i < 10 * few; i++) {
            some.actor(2 * i + 1, TwoSessions.TALK, pair.near.session(), null);
            System.gc();
        }
        List<UrMessage> said = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            said.addAll(some.beat(true));
            return said.size() >= few;
        });
        assertThat(said).hasSizeLessThanOrEqualTo(2 * few);
        assertThat(some.actor(1, TwoSessions.TALK, pair.near.session(), null)).isNotNull();
    }

    @Test
    void soManyAreReleasedAtOnceAndTheOthersLater() {
        ImportedReferences many =
                new ImportedReferences(Adapter.toClassic(KIT.system()), 2 * ImportedReferences.MAX_RELEASED);
        for (int i = 0; i <= ImportedReferences.MAX_RELEASED; i++) {
            many.actor(2 * i + 1, TwoSessions.TALK, pair.near.session(), null);
        }
        List<Integer> said = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            many.beat(false);
            said.add(many.beat(true).size());
            return said.stream().mapToInt(Integer::intValue).sum() == ImportedReferences.MAX_RELEASED + 1;
        });
        assertThat(said).allMatch(count -> count <= ImportedReferences.MAX_RELEASED);
    }

    @Test
    void whatThePeerForgetsHasEnded() {
        come(1);
        come(3);
        TestProbe<Object> probe = KIT.createTestProbe();
        imported.forget(1);
        probe.expectTerminated(had.get(0), Duration.ofSeconds(30));
        assertThat(actor(3)).isEqualTo(had.get(1));
    }

    @Test
    void whatCameUnderTwoGrantsIsTwo() {
        ActorRef<?> first = imported.actor(1, TwoSessions.TALK, pair.near.session(), new Gate());
        ActorRef<?> second = imported.actor(1, TwoSessions.TALK, pair.near.session(), new Gate());
        assertThat(first).isNotNull().isNotEqualTo(second);
    }
}
