package io.comity.sim;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.dispatch.ExecutionContexts;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.comity.node.Platform;
import io.comity.proxy.Holding;
import io.comity.transport.Transport;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.BlockContext$;
import scala.concurrent.CanAwait;

/** One life of a node, from a start to a stop or a crash: after its end nothing that it had begun is done any more. */
final class Boot implements Platform, Executor {
    private static final ClassLoader LOADER = new Quiet(Boot.class.getClassLoader());

    private static final Config AKKA = ConfigFactory.parseResources(LOADER, "comity-simulator.conf")
            .withFallback(ConfigFactory.defaultReference(LOADER))
            .resolve();

    /** Akka makes a scheduler by the name of its class and tells it nothing: it belongs to whoever begins now. */
    private static final ThreadLocal<@Nullable Boot> BEGINNING = new ThreadLocal<>();

    private final World world;
    private final MachineClock clock;
    private final SecureRandom random;
    private final IntFunction<Transport> transport;
    private boolean ended;

    Boot(World world, MachineClock clock, SecureRandom random, Function<Boot, Transport> transport) {
        this.world = world;
        this.clock = clock;
        this.random = random;
        this.transport = port -> transport.apply(this);
    }

    static Boot beginning() {
        return Objects.requireNonNull(BEGINNING.get(), "this scheduler is for simulated nodes only");
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    Timeline.Timed after(long nanos, Runnable deed) {
        return world.timeline().after(nanos, () -> {
            if (!ended) {
                deed.run();
            }
        });
    }

    @Override
    public void execute(Runnable deed) {
        world.timeline().soon(() -> {
            if (!ended) {
                deed.run();
            }
        });
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanoTime() {
        return world.timeline().nanos();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Executor executor() {
        return this;
    }

    @Override
    public <T> ActorSystem<T> actors(Behavior<T> guardian) {
        ActorSystemSetup setup = ActorSystemSetup.create(
                new Holding(),
                BootstrapSetup.create(AKKA)
                        .withClassloader(LOADER)
                        .withDefaultExecutionContext(ExecutionContexts.fromExecutor(this)));
        BEGINNING.set(this);
        try {
            return BlockContext$.MODULE$.withBlockContext(
                    new Pumping(world), () -> ActorSystem.create(guardian, "comity", setup));
        } finally {
            BEGINNING.remove();
        }
    }

    /** Akka waits for its logger when it begins: what it waits for is done meanwhile, by the thread that waits. */
    private record Pumping(World world) implements BlockContext {
        @Override
        public <T> T blockOn(Function0<T> wait, CanAwait permission) {
            world.settle();
            return wait.apply();
        }
    }

    @Override
    public Optional<IntFunction<Transport>> transport(String name) {
        return Optional.of(transport);
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return world.await(stage);
    }

    @Override
    public void warmUp() {
        // Nobody measures here.
    }
}
