package io.comity.examples.calls;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.japi.function.Function;
import io.comity.engine.EngineId;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.proxy.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks one engine of another node. An ordinary {@code ask} hears of a refusal by its deadline only; this one listens for
 * refusals on the node's event stream and then fails every open call at once with {@link RefusedException}.
 *
 * @param <M> the engine's protocol
 */
public final class Caller<M> implements AutoCloseable {
    private final Node node;
    private final EngineId target;
    private final Class<M> protocol;
    private final Duration deadline;
    private final ActorRef<Refused> refusals;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    public Caller(Node node, EngineId target, Class<M> protocol, Duration deadline) {
        this.node = node;
        this.target = target;
        this.protocol = protocol;
        this.deadline = deadline;
        this.refusals = node.system()
                .systemActorOf(
                        Behaviors.receive(Refused.class)
                                .onMessage(Refused.class, refused -> {
                                    onRefused(refused);
                                    return Behaviors.same();
                                })
                                .build(),
                        "refusals-" + System.identityHashCode(this),
                        Props.empty());
        node.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals));
    }

    /** An actor that stands for the engine now; after a revocation or a lost link, ask for another. */
    public ActorRef<M> engine() {
        NodeId owner = target.node();
        return node.engine(owner, target.name(), protocol);
    }

    /** Asks {@link #engine}; fails with {@link RefusedException} or, at the deadline, a time-out. */
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

    private void onRefused(Refused refused) {
        if (refused.target().equals(target)) {
            open.forEach(call -> call.completeExceptionally(new RefusedException(refused.reason())));
        }
    }

    @Override
    public void close() {
        node.system().eventStream().tell(new EventStream.Unsubscribe<>(refusals));
        open.forEach(call -> call.cancel(false));
    }
}
