package io.comity.harness.programs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.examples.process.Dialogue;
import io.comity.proxy.NodeEvent;

/** Tells the parent of what a node finds out about keys that two processes use. */
final class Twins {
    private Twins() {}

    static void report(ActorSystem<?> system, Dialogue toParent) {
        ActorRef<NodeEvent> reporter = system.systemActorOf(reporting(toParent), "twins", Props.empty());
        system.eventStream().tell(new EventStream.Subscribe<>(NodeEvent.class, reporter));
    }

    private static Behavior<NodeEvent> reporting(Dialogue toParent) {
        return Behaviors.receiveMessage(event -> {
            if (event instanceof NodeEvent.SeenTwice seen) {
                toParent.event("seen-twice " + seen.node());
            } else if (event instanceof NodeEvent.SelfTwice told) {
                toParent.event("self-twice " + told.node());
            }
            return Behaviors.same();
        });
    }
}
