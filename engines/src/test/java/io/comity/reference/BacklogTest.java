package io.comity.reference;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class BacklogTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    /** As many messages as there are permits are dealt with. */
    private final Semaphore turns = new Semaphore(0);

    private final TestProbe<Object> said = KIT.createTestProbe();
    private final ActorRef<Object> engine = KIT.spawn(Backlog.marking(Behaviors.receiveMessage(message -> {
        turns.acquireUninterruptibly();
        said.getRef().tell(message);
        return Behaviors.same();
    })));
    private final Backlog backlog = new Backlog(engine);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private void tell(int messages, int bytes) {
        for (int i = 0; i < messages; i++) {
            engine.tell("message");
            backlog.told(bytes);
        }
    }

    private void deal(int messages) {
        turns.release(messages);
        for (int i = 0; i < messages; i++) {
            assertThat(said.receiveMessage()).isEqualTo("message");
        }
    }

    @Test
    void isLongFromSoManyMessagesOnUntilSomeAreDealtWith() {
        tell(Backlog.LONG_MESSAGES - 1, 0);
        assertThat(backlog.isLong()).isFalse();
        tell(1, 0);
        assertThat(backlog.isLong()).isTrue();
        deal(Backlog.MARK_EVERY - 1);
        assertThat(backlog.isLong()).isTrue();
        deal(1);
        said.awaitAssert(() -> assertThat(backlog.isLong()).isFalse());
        deal(Backlog.LONG_MESSAGES - Backlog.MARK_EVERY);
    }

    @Test
    void isFullOfSoManyMessagesAndNotOfOneLess() {
        tell(Backlog.MAX_MESSAGES - 1, 0);
        assertThat(backlog.isFull()).isFalse();
        tell(1, 0);
        assertThat(backlog.isFull()).isTrue();
        deal(Backlog.MARK_EVERY);
        said.awaitAssert(() -> assertThat(backlog.isFull()).isFalse());
        deal(Backlog.MAX_MESSAGES - Backlog.MARK_EVERY);
        said.awaitAssert(() -> assertThat(backlog.isLong()).isFalse());
    }

    @Test
    void bytesCountAsMessagesDo() {
        tell(1, (int) Backlog.LONG_BYTES - 1);
        assertThat(backlog.isLong()).isFalse();
        tell(1, 1);
        assertThat(backlog.isLong()).isTrue();
        tell(1, (int) (Backlog.MAX_BYTES - Backlog.LONG_BYTES - 1));
        assertThat(backlog.isFull()).isFalse();
        tell(1, 1);
        assertThat(backlog.isFull()).isTrue();
        deal(1);
        said.awaitAssert(() -> assertThat(backlog.isFull()).isFalse());
        deal(3);
    }

    @Test
    void anEngineOfTheSameNameIsAnotherAndOneThatIsTheSameIsNot() {
        Backlogs backlogs = new Backlogs();
        Backlog first = backlogs.of("clerk", engine);
        assertThat(backlogs.of("clerk", engine)).isSameAs(first);
        assertThat(backlogs.of("other", engine)).isNotSameAs(first);
        assertThat(backlogs.of("clerk", said.getRef())).isNotSameAs(first);
    }
}
