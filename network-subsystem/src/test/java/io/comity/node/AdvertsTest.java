package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.store.SqliteStore;
import io.comity.store.Store;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes that find each other by what they say of themselves. */
final class AdvertsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> CHATTY = Map.of("comity.adverts.gossip-interval", "1s");
    private static final Map<String, Object> LISTED =
            Map.of("comity.adverts.gossip-interval", "1s", "comity.adverts.listed", true);

    @TempDir
    Path home;

    private Node start(String name, Map<String, Object> settings) {
        return Neighbours.start(home, name, settings);
    }

    private static Missions.Draft serve(Node node) {
        node.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
        return node.missions().define(Greeter.MISSION).allow(Greeter.NAME);
    }

    private static void assertReaches(Node from, Node to) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Greeter.ask(
                                from, from.engine(to.id(), Greeter.NAME, Greeter.Command.class), Duration.ofSeconds(5)))
                        .isEqualTo("Hello, you"));
    }

    private Store.Contents database(String node) {
        try (Store store = SqliteStore.open(home.resolve(node).resolve("comity.db"))) {
            return store.contents();
        }
    }

    @Test
    void aFriendIsFoundAgainAfterARestart() {
        try (Node alice = start("alice", Map.of())) {
            try (Node bob = start("bob", Map.of())) {
                bob.accept(serve(alice).invite(Duration.ofDays(1)));
                assertReaches(bob, alice);
            }
            try (Node bob = start("bob", Map.of())) {
                assertReaches(bob, alice);
            }
        }
    }

    @Test
    void aFriendThatMovedIsFoundWhereItWent() {
        try (Node bob = start("bob", Map.of())) {
            try (Node alice = start("alice", Map.of())) {
                bob.accept(serve(alice).invite(Duration.ofDays(1)));
            }
            try (Node alice = start("alice", Map.of())) {
                serve(alice).grant(bob.id());
                serve(bob).grant(alice.id());
                alice.meet(bob.id(), bob.addresses());
                assertReaches(alice, bob);
                bob.close();
                try (Node again = start("bob", Map.of())) {
                    assertReaches(again, alice);
                }
            }
        }
    }

    @Test
    void whoAgreedToBeListedIsFoundByFriendsOfFriendsAndWhoDidNotIsNot() {
        try (Node hub = start("hub", CHATTY);
                Node dave = start("dave", CHATTY);
                Node alice = start("alice", LISTED);
                Node carol = start("carol", CHATTY)) {
            Missions.Draft hello = serve(hub);
            dave.accept(hello.invite(Duration.ofDays(1)));
            alice.accept(hello.invite(Duration.ofDays(1)));
            carol.accept(hello.invite(Duration.ofDays(1)));
            serve(alice).grant(carol.id());
            assertReaches(carol, alice);
            hub.close();
            dave.close();
            carol.close();
            assertThat(database("hub").adverts())
                    .extracting(Store.SavedAdvert::node)
                    .containsExactlyInAnyOrder(hub.id(), dave.id(), alice.id(), carol.id());
            assertThat(database("carol").adverts())
                    .extracting(Store.SavedAdvert::node)
                    .containsExactlyInAnyOrder(hub.id(), alice.id(), carol.id());
        }
    }

    @Test
    void aSeedIsReachedFromTheFirstStart() {
        try (Node alice = start("alice", Map.of())) {
            Address address = alice.addresses().get(0);
            List<String> seeds =
                    List.of(alice.id().text() + "@" + address, alice.id().text() + "@tcp://127.0.0.1:1");
            try (Node bob = start("bob", Map.of("comity.seeds", seeds))) {
                serve(alice).grant(bob.id());
                assertReaches(bob, alice);
            }
        }
    }

    @Test
    void aNodeMayFindItselfAmongItsSeeds() {
        String self;
        try (Node alice = start("alice", Map.of())) {
            self = alice.id().text() + "@tcp://127.0.0.1:4711";
        }
        start("alice", Map.of("comity.seeds", List.of(self))).close();
    }

    @Test
    void everyStartIsALaterEpochThoughTheClockGoesBack() {
        long future = Long.MAX_VALUE / 2;
        start("alice", Map.of()).close();
        try (Store store = SqliteStore.open(home.resolve("alice").resolve("comity.db"))) {
            assertThat(store.contents().epoch()).isPositive();
            store.putEpoch(future).toCompletableFuture().join();
        }
        start("alice", Map.of()).close();
        assertThat(database("alice").epoch()).isGreaterThan(future).isLessThan(future + (2L << 20));
    }
}
