package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Kill;
import akka.actor.PoisonPill;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Alice and Bob are connected, Carol with Alice too; then one actor of the network subsystem is killed. Whoever watched what
 * is lost hears of it, everything works again by itself, and the tree of actors is whole.
 */
final class KillAnyActorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private enum Victim {
        ROUTER("router-#-"),
        NODE_PROXY("router-#-/node-#-[^/]*"),
        ENGINE_PROXY("router-#-/node-#-[^/]*/engine-#-greeter"),
        TRANSPORT("transport-#-tcp"),
        CONNECTION("transport-#-tcp/connection-#");

        private final Predicate<String> place;

        /** What carries a session may be replaced under it; who has it may not. */
        boolean endsSessions() {
            return this != TRANSPORT && this != CONNECTION;
        }

        Victim(String place) {
            this.place = path -> path.matches(place);
        }
    }

    private enum Weapon {
        POISON(PoisonPill.getInstance()),
        KILL(Kill.getInstance());

        private final Object message;

        Weapon(Object message) {
            this.message = message;
        }
    }

    @TempDir
    Path home;

    private Neighbours town;
    private Node carol;
    private ActorRef<Greeter.Command> bobs;
    private ActorRef<Greeter.Command> carols;

    @BeforeEach
    void connect() {
        town = new Neighbours(home, Map.of());
        carol = Neighbours.start(home, "carol", Map.of());
        carol.accept(town.mission().invite(Duration.ofDays(1)));
        bobs = greeterOf(town.bob());
        carols = greeterOf(carol);
        asked(town.bob());
        asked(carol);
    }

    @AfterEach
    void close() {
        carol.close();
        town.close();
    }

    private ActorRef<Greeter.Command> greeterOf(Node node) {
        return node.engine(town.alice().id(), Greeter.NAME, Greeter.Command.class);
    }

    private void asked(Node node) {
        assertThat(Greeter.ask(node, greeterOf(node), Duration.ofSeconds(5))).isEqualTo("Hello, you");
    }

    private void awaitAsked(Node node) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> asked(node));
    }

    private static void kill(Node node, Victim victim, Weapon weapon) {
        // The oldest: of Alice's connections, that is Bob's.
        new Tree(node).find(victim.place).get(0).tell(weapon.message, akka.actor.ActorRef.noSender());
    }

    private static void awaitShape(Node node, List<String> whole) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(new Tree(node).shape()).isEqualTo(whole));
    }

    @Test
    void theTreeIsTheOneTheDesignDraws() {
        assertThat(new Tree(town.alice()).shape())
                .containsExactlyInAnyOrder(
                        "router-#-",
                        "router-#-/node-#-" + town.bob().id(),
                        "router-#-/node-#-" + carol.id(),
                        "transport-#-tcp",
                        "transport-#-tcp/connection-#",
                        "transport-#-tcp/connection-#",
                        "engine-#-greeter");
        assertThat(new Tree(town.bob()).shape())
                .containsExactlyInAnyOrder(
                        "router-#-",
                        "router-#-/node-#-" + town.alice().id(),
                        "router-#-/node-#-" + town.alice().id() + "/engine-#-greeter",
                        "transport-#-tcp",
                        "transport-#-tcp/connection-#");
    }

    @ParameterizedTest
    @CsvSource({
        "ROUTER, POISON", "ROUTER, KILL",
        "NODE_PROXY, POISON", "NODE_PROXY, KILL",
        "ENGINE_PROXY, POISON", "ENGINE_PROXY, KILL",
        "TRANSPORT, POISON", "TRANSPORT, KILL",
        "CONNECTION, POISON", "CONNECTION, KILL"
    })
    void onTheNodeThatUsesTheEngine(Victim victim, Weapon weapon) {
        List<String> bobWhole = new Tree(town.bob()).shape();
        List<String> aliceWhole = new Tree(town.alice()).shape();
        TestProbe<Object> watcher = TestProbe.create(town.bob().system());

        kill(town.bob(), victim, weapon);

        if (victim.endsSessions()) {
            watcher.expectTerminated(bobs, PATIENCE);
        }
        awaitAsked(town.bob());
        awaitShape(town.bob(), bobWhole);
        awaitShape(town.alice(), aliceWhole);
        assertThat(greeterOf(town.bob()).equals(bobs)).isNotEqualTo(victim.endsSessions());
        // Carol shares nothing with Bob but Alice: her session is the one she had.
        assertThat(Greeter.ask(carol, carols, PATIENCE)).isEqualTo("Hello, you");
    }

    @ParameterizedTest
    @CsvSource({
        "ROUTER, POISON", "ROUTER, KILL",
        "NODE_PROXY, POISON", "NODE_PROXY, KILL",
        "TRANSPORT, POISON", "TRANSPORT, KILL",
        "CONNECTION, POISON", "CONNECTION, KILL"
    })
    void onTheNodeThatOwnsTheEngine(Victim victim, Weapon weapon) {
        List<String> bobWhole = new Tree(town.bob()).shape();
        List<String> aliceWhole = new Tree(town.alice()).shape();
        akka.actor.ActorRef engine =
                new Tree(town.alice()).find("engine-#-greeter"::equals).get(0);
        TestProbe<Object> bobsWatcher = TestProbe.create(town.bob().system());
        TestProbe<Object> carolsWatcher = TestProbe.create(carol.system());
        boolean bobLoses = victim == Victim.ROUTER || victim == Victim.NODE_PROXY && isBobs(victim);
        boolean carolLoses = victim == Victim.ROUTER || victim == Victim.NODE_PROXY && !bobLoses;

        kill(town.alice(), victim, weapon);

        if (bobLoses) {
            bobsWatcher.expectTerminated(bobs, PATIENCE);
        }
        if (carolLoses) {
            carolsWatcher.expectTerminated(carols, PATIENCE);
        }
        awaitAsked(town.bob());
        awaitAsked(carol);
        assertThat(greeterOf(town.bob()).equals(bobs)).isNotEqualTo(bobLoses);
        assertThat(greeterOf(carol).equals(carols)).isNotEqualTo(carolLoses);
        awaitShape(town.alice(), aliceWhole);
        awaitShape(town.bob(), bobWhole);
        assertThat(new Tree(town.alice()).find("engine-#-greeter"::equals)).containsExactly(engine);
    }

    /** Children come in no order: which of Alice's two NodeProxies is the first? */
    private boolean isBobs(Victim victim) {
        return new Tree(town.alice())
                .find(victim.place)
                .get(0)
                .path()
                .name()
                .endsWith(town.bob().id().toString());
    }

    @Test
    void anEngineThatIsKilledIsForgottenAndMayBeSpawnedAgain() {
        TestProbe<Object> watcher = TestProbe.create(town.bob().system());
        new Tree(town.alice())
                .find("engine-#-greeter"::equals)
                .get(0)
                .tell(Kill.getInstance(), akka.actor.ActorRef.noSender());
        watcher.expectTerminated(bobs, PATIENCE);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        town.alice().spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(town.heard())) != null);
        awaitAsked(town.bob());
    }

    @Test
    void everyActorAfterTheOther() {
        List<String> whole = new Tree(town.bob()).shape();
        for (Victim victim : Victim.values()) {
            for (Weapon weapon : Weapon.values()) {
                kill(town.bob(), victim, weapon);
                awaitAsked(town.bob());
                awaitShape(town.bob(), whole);
            }
        }
    }

    @Test
    void aRouterThatIsKilledKnowsTheSameMissionsAfterwards() {
        kill(town.alice(), Victim.ROUTER, Weapon.KILL);
        awaitAsked(carol);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            town.alice().missions().revoke(Greeter.MISSION);
        });
        TestProbe<Object> watcher = TestProbe.create(carol.system());
        watcher.expectTerminated(carols, PATIENCE);
        assertThat(town.alice().missions()).isNotNull();
    }

    @Test
    void aProxyThatWaitsIsTakenOutOfTheRegistryWithItsNodeProxy() {
        Node lonely = Neighbours.start(home, "lonely", Map.of());
        try {
            ActorRef<Greeter.Command> proxy = lonely.engine(carol.id(), Greeter.NAME, Greeter.Command.class);
            TestProbe<Object> watcher = TestProbe.create(lonely.system());
            kill(lonely, Victim.NODE_PROXY, Weapon.POISON);
            watcher.expectTerminated(proxy, PATIENCE);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(lonely.registry().list(carol.id())).isEmpty());
        } finally {
            lonely.close();
        }
    }
}
