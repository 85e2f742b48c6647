package io.comity.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.comity.session.CipherSuite;
import io.comity.transport.Transport;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** The machine that this process runs on: the only place that reads the real clock and the real source of chance for a node. */
final class Machine implements Platform {
    /** Enough short records for the JVM to compile the cipher, see {@link CipherSuite#warmUp}. */
    private static final int WARM_UP_RECORDS = 20_000;

    private static final AtomicBoolean WARM = new AtomicBoolean();

    private final SecureRandom random = new SecureRandom();
    private final Executor threads = new CompletableFuture<Void>().defaultExecutor();

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Executor executor() {
        return threads;
    }

    @Override
    public <T> ActorSystem<T> actors(Behavior<T> guardian) {
        return ActorSystem.create(guardian, "comity", akkaConfig());
    }

    /** Engines' messages never leave by Akka's own remoting; what users set for Akka otherwise is respected. */
    private static Config akkaConfig() {
        return ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.parseResources(Node.class.getClassLoader(), "comity-akka.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    @Override
    public Optional<IntFunction<Transport>> transport(String name) {
        return Optional.empty();
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Once in a JVM, beside the start of its first node. */
    @Override
    public void warmUp() {
        if (WARM.compareAndSet(false, true)) {
            Thread warmUp = new Thread(
                    () -> {
                        Provisions.lay(Machine.class.getClassLoader());
                        CipherSuite.AES_GCM.warmUp(WARM_UP_RECORDS);
                    },
                    "comity-warm-up");
            warmUp.setDaemon(true);
            warmUp.setPriority(Thread.MIN_PRIORITY);
            warmUp.start();
        }
    }
}
