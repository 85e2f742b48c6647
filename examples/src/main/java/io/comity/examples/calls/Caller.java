package io.comity.examples.calls;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import io.comity.engine.EngineId;
import io.comity.mission.Reason;
import io.comity.node.Node;
import io.comity.proxy.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks one engine of another node. An ordinary {@code ask} hears of a refusal by its deadline only; this one listens for
 * refusals on the node's event stream, watches the engine, and fails every open call at once with {@link RefusedException}.
 *
 * @param <M> the engine's protocol
 */
public final class Caller<M> implements AutoCloseable {
    private static final AtomicLong NAMES = new AtomicLong();

    private final Node node;
    private final EngineId target;
    private final Class<M> protocol;
    private final Duration deadline;
    private final ActorRef<Lookout.Command> lookout;
    private final ActorRef<Refused> refusals;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    public Caller(Node node, EngineId target, Class<M> protocol, Duration deadline) {
        this.node = node;
        this.target = target;
        this.protocol = protocol;
        this.deadline = deadline;
        this.lookout = node.system()
                .systemActorOf(
                        Lookout.create(target, this::refused), "lookout-" + NAMES.incrementAndGet(), Props.empty());
        this.refusals = AskPattern.<Lookout.Command, ActorRef<Refused>>ask(
                        lookout, Lookout.Refusals::new, deadline, node.scheduler())
                .toCompletableFuture()
                .join();
        node.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals));
    }

    /** An actor that stands for the engine now; after a revocation or a lost link, ask for another. */
    public ActorRef<M> engine() {
        ActorRef<M> engine = node.engine(target.node(), target.name(), protocol);
        lookout.tell(new Lookout.Watch(engine));
        return engine;
    }

    /** Asks {@code engine}; fails with {@link RefusedException} or, at the deadline, a time-out. */
    public <R> CompletionStage<R> ask(ActorRef<M> engine, Function<ActorRef<R>, M> question) {
        CompletableFuture<R> call = new CompletableFuture<>();
        open.add(call);
        AskPattern.ask(engine, question, deadline, node.scheduler()).whenComplete((answer, failure) -> {
            open.remove(call);
            if (failure == null) {
                call.complete(answer);
            } else {
                call.completeExceptionally(failure);
            }
        });
        return call;
    }

    private void refused(Reason reason) {
        open.forEach(call -> call.completeExceptionally(new RefusedException(reason)));
    }

    @Override
    public void close() {
        node.system().eventStream().tell(new EventStream.Unsubscribe<>(refusals));
        lookout.tell(Lookout.Leave.INSTANCE);
        open.forEach(call -> call.cancel(false));
    }
}
