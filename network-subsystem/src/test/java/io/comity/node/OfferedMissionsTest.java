package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.ProtocolException;
import io.comity.mission.Caveats;
import io.comity.mission.MissionException;
import io.comity.offer.Mission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missions that nobody defines in code: the annotations of a protocol do. */
class OfferedMissionsTest {
    private static final Duration DAY = Duration.ofDays(1);

    sealed interface Command {}

    @Mission("talk")
    record Say(String text) implements Command {}

    record Shout(String text) implements Command {}

    @Mission("talk")
    sealed interface Other {}

    record Hum(int times) implements Other {}

    @Mission("Talk")
    sealed interface Misnamed {}

    record Word() implements Misnamed {}

    sealed interface Unable {}

    @Mission("talk")
    record Give(Thread thread) implements Unable {}

    @TempDir
    Path home;

    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private Node alice;

    @SuppressWarnings("NullAway.Init")
    private Node bob;

    private Node start(String name) {
        return Node.start(NodeSettings.named(name).home(home).set("comity.transports", List.of("tcp")));
    }

    @BeforeEach
    void begin() {
        alice = start("alice");
        bob = start("bob");
    }

    @AfterEach
    void end() {
        bob.close();
        alice.close();
    }

    private <M> void spawn(String name, Class<M> protocol) {
        alice.spawn(name, protocol, Behaviors.receiveMessage(message -> {
            heard.add(message);
            return Behaviors.same();
        }));
    }

    private <M> ActorRef<M> far(String name, Class<M> protocol) {
        return bob.engine(alice.id(), name, protocol);
    }

    /** What Bob says before he was told that he may is refused at home, so he says it again. */
    private <M> void awaitHeard(String engine, Class<M> protocol, M message) {
        await().untilAsserted(() -> {
            far(engine, protocol).tell(message);
            assertThat(heard).contains(message);
        });
    }

    @Test
    void whatIsAnnotatedAndSpawnedMayBeGrantedAndRevoked() {
        spawn("room", Command.class);
        bob.accept(alice.missions().define("talk").invite(DAY));
        ActorRef<Command> room = far("room", Command.class);
        room.tell(new Shout("no"));
        room.tell(new Say("hello"));
        await().untilAsserted(() -> assertThat(heard).containsExactly(new Say("hello")));

        alice.missions().revoke("talk");
        room.tell(new Say("too late"));
        far("room", Command.class).tell(new Say("too late"));
        alice.missions().define("talk").grant(bob.id());
        awaitHeard("room", Command.class, new Say("again"));
        assertThat(heard).doesNotContain(new Say("too late"));
    }

    @Test
    void theLimitsOfAGrantHoldForWhatIsAnnotatedToo() {
        spawn("room", Command.class);
        bob.accept(alice.missions().define("talk").invite(DAY, 1, Caveats.NONE.quota(2)));
        ActorRef<Command> room = far("room", Command.class);
        List.of("one", "two", "three").forEach(text -> room.tell(new Say(text)));
        await().untilAsserted(() -> assertThat(alice.counters()).containsEntry("refused.expired", 1L));
        assertThat(heard).containsExactly(new Say("one"), new Say("two"));
    }

    @Test
    void whoHeldItBeforeARestartHasItWhenTheEngineIsSpawned() {
        spawn("room", Command.class);
        bob.accept(alice.missions().define("talk").invite(DAY));
        alice.close();
        alice = start("alice");
        spawn("room", Command.class);
        bob.meet(alice.id(), alice.addresses());
        awaitHeard("room", Command.class, new Say("I am back"));
        alice.missions().revoke("talk");
    }

    @Test
    void anEngineThatIsSpawnedLaterIsCoveredFromThen() {
        spawn("room", Command.class);
        bob.accept(alice.missions().define("talk").invite(DAY));
        spawn("choir", Other.class);
        awaitHeard("choir", Other.class, new Hum(3));
    }

    @Test
    void whoHoldsAnotherMissionMayNotSendIt() {
        spawn("room", Command.class);
        bob.accept(alice.missions().define("loud").allow("room", Shout.class).invite(DAY));
        ActorRef<Command> room = far("room", Command.class);
        room.tell(new Say("no"));
        room.tell(new Shout("yes"));
        await().untilAsserted(() -> assertThat(heard).containsExactly(new Shout("yes")));
    }

    @Test
    void whatCodeDefinesBesidesIsAllowedToo() {
        alice.missions().define("talk").allow("room", Shout.class).grant(bob.id());
        spawn("room", Command.class);
        bob.accept(alice.missions().define("talk").invite(DAY));
        ActorRef<Command> room = far("room", Command.class);
        room.tell(new Say("a"));
        room.tell(new Shout("b"));
        await().untilAsserted(() -> assertThat(heard).containsExactly(new Say("a"), new Shout("b")));
    }

    @Test
    void codeMayDefineMoreAfterTheEngineIsSpawned() {
        spawn("room", Command.class);
        spawn("choir", Other.class);
        bob.accept(alice.missions().define("talk").allow("room", Shout.class).invite(DAY));
        far("room", Command.class).tell(new Shout("a"));
        far("room", Command.class).tell(new Say("b"));
        far("choir", Other.class).tell(new Hum(3));
        await().untilAsserted(() -> assertThat(heard).contains(new Shout("a"), new Say("b"), new Hum(3)));
    }

    @Test
    void aMissionThatNoEngineOffersIsRefusedUntilOneIsThere() {
        assertThatThrownBy(() -> alice.missions().define("talk").invite(DAY))
                .hasMessage(
                        "mission \"talk\" allows nothing; spawn an engine that offers it, or name one with allow(…)");
        spawn("choir", Other.class);
        alice.missions().define("talk").invite(DAY);
    }

    @Test
    void whatCodeDefinesOnceMoreIsTheSame() {
        spawn("room", Command.class);
        alice.missions().define("talk").allow("room", Say.class).grant(bob.id());
        bob.accept(alice.missions().define("talk").invite(DAY));
        far("room", Command.class).tell(new Say("a"));
        await().untilAsserted(() -> assertThat(heard).containsExactly(new Say("a")));
    }

    @Test
    void anotherProtocolUnderTheNameOfAnEngineThatIsGoneIsNotCovered() {
        spawn("choir", Other.class);
        bob.accept(alice.missions().define("talk").invite(DAY));
        alice.stop("choir");
        await().untilAsserted(
                        () -> assertThat(alice.registry().list(alice.id())).isEmpty());
        spawn("choir", Command.class);
        spawn("room", Command.class);
        far("choir", Command.class).tell(new Shout("no"));
        awaitHeard("room", Command.class, new Say("after it"));
        far("choir", Command.class).tell(new Shout("no"));
        awaitHeard("choir", Command.class, new Say("the annotation of its own"));
        assertThat(heard).doesNotContain(new Shout("no"));
    }

    @Test
    void aMistakeIsFoundWhenTheEngineIsSpawned() {
        assertThatThrownBy(() -> alice.spawn("misnamed", Misnamed.class, Behaviors.ignore()))
                .isInstanceOf(MissionException.class)
                .hasMessageStartingWith("mission name \"Talk\" is not allowed");
        assertThatThrownBy(() -> alice.spawn("unable", Unable.class, Behaviors.ignore()))
                .isInstanceOf(ProtocolException.class);
        assertThat(alice.registry().list(alice.id())).isEmpty();
    }
}
