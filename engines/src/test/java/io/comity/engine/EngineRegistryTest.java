package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class EngineRegistryTest {
    private static final NodeId ALICE = node(1);
    private static final NodeId BOB = node(2);
    private static final int OFTEN = 50_000;

    private final EngineRegistry registry = new EngineRegistry();
    private final ActorRef<Object> actor = actor("one");
    private final ActorRef<Object> other = actor("other");

    private static NodeId node(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed).nodeId();
    }

    private static ActorRef<Object> actor(String name) {
        return TestInbox.create(name).getRef();
    }

    private EngineId register(NodeId node, String name) {
        EngineId id = new EngineId(node, name);
        registry.register(id, actor, null);
        return id;
    }

    @Test
    void theEnginesOfOneNodeAreListedByName() {
        EngineId second = register(ALICE, "b");
        EngineId first = register(ALICE, "a");
        register(BOB, "c");
        assertThat(registry.list(ALICE)).extracting(EngineRegistry.Entry::id).containsExactly(first, second);
        assertThat(registry.list(node(3))).isEmpty();
        assertThat(registry.nodes()).containsExactlyInAnyOrder(ALICE, BOB);
    }

    @Test
    void whatIsTakenOutIsGoneAndSoIsANodeOfWhichNothingIsLeft() {
        EngineId id = register(ALICE, "a");
        EngineId left = register(ALICE, "b");
        registry.unregister(id, actor);
        assertThat(registry.find(id)).isEmpty();
        assertThat(registry.find(left)).isPresent();
        registry.unregister(left, actor);
        assertThat(registry.nodes()).isEmpty();
        registry.unregister(left, actor);
    }

    @Test
    void whatWasReplacedIsNotTakenOut() {
        EngineId id = register(ALICE, "a");
        registry.register(id, other, null);
        registry.unregister(id, actor);
        assertThat(registry.find(id).map(EngineRegistry.Entry::actor)).contains(other);
    }

    @Test
    void watchersHearOfEachChangeOnceUntilTheyDoNotWatch() {
        TestInbox<EngineRegistry.Change> watcher = TestInbox.create();
        registry.watch(watcher.getRef());
        EngineId id = register(ALICE, "a");
        registry.unregister(id, actor);
        registry.unregister(id, actor);
        assertThat(watcher.getAllReceived())
                .containsExactly(
                        new EngineRegistry.Registered(new EngineRegistry.Entry(id, actor, null, Map.of())),
                        new EngineRegistry.Unregistered(id));
        registry.unwatch(watcher.getRef());
        register(ALICE, "b");
        assertThat(watcher.hasMessages()).isFalse();
    }

    /** Proxies of one node come and go on threads of their own. */
    @Test
    void nothingIsLostWhenAllComeAndGoAtOnce() {
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> comeAndGo("a", actor));
        CompletableFuture<Void> same = CompletableFuture.runAsync(() -> comeAndGo("a", other));
        CompletableFuture<Void> another = CompletableFuture.runAsync(() -> comeAndGo("b", actor));
        CompletableFuture.allOf(one, same, another).join();
        assertThat(registry.nodes()).isEmpty();
    }

    private void comeAndGo(String name, ActorRef<Object> comer) {
        EngineId id = new EngineId(ALICE, name);
        for (int i = 0; i < OFTEN; i++) {
            registry.register(id, comer, null);
            registry.unregister(id, comer);
        }
        registry.unregister(id, comer);
    }
}
