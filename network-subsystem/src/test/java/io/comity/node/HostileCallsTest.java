package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.mission.Caveats;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer whose grant lets one call wait at a time, and who would have more. */
final class HostileCallsTest extends WithMallory {
    private static final int WAIT = 0;

    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();
    private long inn;

    @BeforeEach
    void grant() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.alice().spawn(Inn.NAME, Inn.Command.class, Inn.create(heard, new ConcurrentLinkedQueue<>()));
        stay(Inn.NAME, Caveats.NONE.inFlight(1), Inn.Wait.class);
        inn = mallory.hear(UrMessage.Learn.class).ref();
    }

    private void stay(String mission, Caveats limits, Class<?>... types) {
        town.alice().missions().define(mission).allow(Inn.NAME, types).grant(key.nodeId(), limits);
    }

    private byte[] body(long reply) {
        ActorRef<StatusReply<Done>> nobody = town.deadEnd();
        return RawPeer.body(Inn.Command.class, new Inn.Wait("Mallory", nobody), reply);
    }

    private void call(long declared, long named) throws IOException {
        mallory.record(RawPeer.callBytes(inn, WAIT, declared, body(named)));
    }

    private void assertRefused(Reason reason) throws IOException {
        UrMessage.Refuse refuse = mallory.hear(UrMessage.Refuse.class);
        assertThat(refuse.ref()).isEqualTo(inn);
        assertThat(Reason.ofCode(refuse.reason())).contains(reason);
    }

    private void awaitHeard(int count) {
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() -> assertThat(heard).hasSize(count));
    }

    private void answer(int index) {
        ((Inn.Wait) List.copyOf(heard).get(index)).replyTo().tell(StatusReply.ack());
    }

    @Test
    void aCallThatKeepsToTheRulesIsHeardAndTheNextWhenItIsAnswered() throws IOException {
        call(2, 2);
        awaitHeard(1);
        call(4, 4);
        assertRefused(Reason.THROTTLED);
        answer(0);
        assertThat(mallory.hear(RawPeer.Cast.class).ref()).isEqualTo(2);
        call(6, 6);
        awaitHeard(2);
    }

    @Test
    void aCallThatDoesNotSayThatItIsOneIsMalformed() throws IOException {
        mallory.cast(inn, WAIT, body(2));
        assertRefused(Reason.MALFORMED);
        call(2, 2);
        awaitHeard(1);
    }

    @Test
    void aCallThatWouldBeAnsweredElsewhereThanItSaysIsMalformedAndWaitsForNothing() throws IOException {
        call(2, 4);
        assertRefused(Reason.MALFORMED);
        call(2, 2);
        awaitHeard(1);
    }

    /** What ends here must not be the call that waits. */
    @Test
    void aSecondCallToBeAnsweredInTheSamePlaceDoesNotEndTheFirst() throws IOException {
        call(2, 2);
        awaitHeard(1);
        stay("stay-again", Caveats.NONE, Inn.Wait.class, Inn.Enter.class);
        mallory.hear(UrMessage.Learn.class);
        call(2, 2);
        awaitHeard(2);
        mallory.record(RawPeer.callBytes(inn, WAIT, 2, new byte[] {0}));
        assertRefused(Reason.MALFORMED);
        town.alice().missions().revoke("stay-again");
        call(4, 4);
        assertRefused(Reason.THROTTLED);
        assertThat(heard).hasSize(2);
    }

    @Test
    void aCallToBeAnsweredMoreThanOnceEndsTheLink() throws IOException {
        call(3, 3);
        linkEnds("dropped.protocol");
        assertThat(heard).isEmpty();
    }

    @Test
    void theRefusalOfACallSaysWhichCall() throws IOException {
        town.alice().missions().revoke(Inn.NAME);
        assertThat(mallory.hear(UrMessage.Forget.class).ref()).isEqualTo(inn);
        call(8, 8);
        assertThat(mallory.hear(UrMessage.Refuse.class))
                .isEqualTo(new UrMessage.Refuse(inn, Reason.REVOKED.code(), 0, 8));
    }

    /** Only what was handed over can be released or renewed, and only what was asked can be refused. */
    @Test
    void wordsAboutWhatIsNotItsOwnChangeNothing() throws IOException {
        mallory.say(
                new UrMessage.Release(inn, Long.MAX_VALUE),
                new UrMessage.Release(Long.MAX_VALUE, 1),
                new UrMessage.Renew(List.of(inn, 0L, 2L, Long.MAX_VALUE)),
                new UrMessage.Refuse(inn, Reason.DENIED.code(), Long.MAX_VALUE, inn),
                new UrMessage.Refuse(0, 99, 0, Long.MAX_VALUE - 1));
        call(2, 2);
        awaitHeard(1);
        town.bobIsServed();
    }
}
