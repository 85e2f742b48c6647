package io.comity.harness.programs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;

/** An ordinary actor that watches another and says when it has ended. */
final class Watcher {
    /** Asks whether the watch has begun. */
    private record Ready(ActorRef<Boolean> replyTo) {}

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Watcher() {}

    /** Returns when {@code watched} is being watched. */
    static void of(ActorSystem<?> system, ActorRef<?> watched, Runnable ended) {
        ActorRef<Ready> watcher = system.systemActorOf(
                watching(watched, ended), "watcher-" + watched.path().name(), Props.empty());
        AskPattern.<Ready, Boolean>ask(watcher, Ready::new, DEADLINE, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private static Behavior<Ready> watching(ActorRef<?> watched, Runnable ended) {
        return Behaviors.setup(context -> {
            context.watch(watched);
            return Behaviors.receive(Ready.class)
                    .onMessage(Ready.class, ready -> {
                        ready.replyTo().tell(true);
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, signal -> {
                        ended.run();
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
