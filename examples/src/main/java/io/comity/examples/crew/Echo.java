package io.comity.examples.crew;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;

/** A child that says what it is told. One state. */
public final class Echo {
    /** What it understands. */
    public record Say(String text, ActorRef<Said> replyTo) {}

    /** The answer to {@link Say}. */
    public record Said(String text) {}

    private Echo() {}

    static Behavior<Say> create() {
        return Behaviors.receive(Say.class).onMessage(Say.class, Echo::onSay).build();
    }

    private static Behavior<Say> onSay(Say say) {
        say.replyTo().tell(new Said(say.text()));
        return Behaviors.same();
    }
}
