package io.comity.harness.programs;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import io.comity.identity.FileKeyHolder;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Platform;
import io.comity.store.SqliteStore;
import io.comity.transport.Transport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/** The machine of this process, with a clock that is wrong by as much as a test says, and may jump. */
final class SkewedMachine implements Platform {
    private final Platform machine = Platform.here();
    private volatile Duration skew;

    SkewedMachine(Duration skew) {
        this.skew = skew;
    }

    Node start(NodeSettings settings) {
        Path folder = settings.folder();
        FileKeyHolder key = FileKeyHolder.open(folder.resolve("node.key"));
        return Node.start(settings.read(), folder, key, SqliteStore.open(folder.resolve("comity.db")), this);
    }

    void jump(Duration to) {
        skew = to;
    }

    @Override
    public Instant now() {
        return machine.now().plus(skew);
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return machine.random();
    }

    @Override
    public Executor executor() {
        return machine.executor();
    }

    @Override
    public <T> ActorSystem<T> actors(Behavior<T> guardian) {
        return machine.actors(guardian);
    }

    @Override
    public Optional<IntFunction<Transport>> transport(String name) {
        return machine.transport(name);
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return machine.await(stage);
    }

    @Override
    public void warmUp() {
        machine.warmUp();
    }
}
