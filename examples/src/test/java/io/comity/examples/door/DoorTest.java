package io.comity.examples.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.examples.door.Door.Answer;
import io.comity.examples.door.Door.Command;
import io.comity.examples.door.Door.Enter;
import io.comity.examples.door.Door.Illegal;
import io.comity.examples.door.Door.Look;
import io.comity.examples.door.Door.Moved;
import io.comity.examples.door.Door.Push;
import io.comity.examples.door.Door.State;
import io.comity.examples.owners.Owners;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state machine on another owner's node: what fits a state, what does not, and what happens by itself. */
class DoorTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    Path home;

    private Owners<Command> owners(Duration openFor, Duration deafFor, String... missions) {
        return new Owners<>(home, Command.class, Door.create(new Door.Settings("4711", openFor, deafFor)), missions);
    }

    private static Answer enter(Owners<Command> owners, String code) {
        return owners.ask(replyTo -> new Enter(code, replyTo));
    }

    private static Answer push(Owners<Command> owners) {
        return owners.ask(Push::new);
    }

    @Test
    void legalEventsMoveItAndIllegalOnesAreAnsweredWithTheStateTheyDoNotFit() {
        try (Owners<Command> owners = owners(LONG, LONG, "door", "door-watch")) {
            assertThat(owners.<State>ask(Look::new)).isEqualTo(State.LOCKED);
            assertThat(push(owners)).isEqualTo(new Illegal(State.LOCKED));
            assertThat(enter(owners, "4711")).isEqualTo(new Moved(State.LOCKED, State.OPEN));
            assertThat(enter(owners, "4711")).isEqualTo(new Illegal(State.OPEN));
            assertThat(enter(owners, "no")).isEqualTo(new Illegal(State.OPEN));
            assertThat(owners.<State>ask(Look::new)).isEqualTo(State.OPEN);
            assertThat(push(owners)).isEqualTo(new Moved(State.OPEN, State.LOCKED));
            assertThat(push(owners)).isEqualTo(new Illegal(State.LOCKED));
        }
    }

    @Test
    void itIsDeafAfterTheThirdWrongCodeInARowAndNotAfterTheSecond() {
        try (Owners<Command> owners = owners(LONG, LONG, "door", "door-watch")) {
            assertThat(enter(owners, "1")).isEqualTo(new Moved(State.LOCKED, State.LOCKED));
            assertThat(enter(owners, "2")).isEqualTo(new Moved(State.LOCKED, State.LOCKED));
            assertThat(enter(owners, "4711")).isEqualTo(new Moved(State.LOCKED, State.OPEN));
            push(owners);
            enter(owners, "1");
            enter(owners, "2");
            assertThat(enter(owners, "3")).isEqualTo(new Moved(State.LOCKED, State.DEAF));
            assertThat(enter(owners, "4711")).isEqualTo(new Illegal(State.DEAF));
            assertThat(push(owners)).isEqualTo(new Illegal(State.DEAF));
            assertThat(owners.<State>ask(Look::new)).isEqualTo(State.DEAF);
        }
    }

    @Test
    void aStateThatLastsTooLongEndsByItself() {
        try (Owners<Command> owners = owners(SHORT, SHORT, "door", "door-watch")) {
            enter(owners, "4711");
            await().untilAsserted(() -> assertThat(owners.<State>ask(Look::new)).isEqualTo(State.LOCKED));
            enter(owners, "1");
            enter(owners, "2");
            assertThat(enter(owners, "3")).isEqualTo(new Moved(State.LOCKED, State.DEAF));
            await().untilAsserted(() -> assertThat(owners.<State>ask(Look::new)).isEqualTo(State.LOCKED));
            assertThat(enter(owners, "4711")).isEqualTo(new Moved(State.LOCKED, State.OPEN));
        }
    }

    @Test
    void whoMayWatchMayNotEnterAndAStrangerMayNothing() {
        try (Owners<Command> owners = owners(LONG, LONG, "door-watch")) {
            owners.bobMayNot((ActorRef<Answer> replyTo) -> new Enter("4711", replyTo));
            owners.aStrangerMayNot((ActorRef<Answer> replyTo) -> new Enter("4711", replyTo));
            owners.aStrangerMayNot(Look::new);
            assertThat(owners.<State>ask(Look::new)).isEqualTo(State.LOCKED);
        }
    }
}
