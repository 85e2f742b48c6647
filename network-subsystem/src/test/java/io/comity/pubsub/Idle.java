package io.comity.pubsub;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;

/** What a topic's engine has around it, of one that hears nothing. */
final class Idle {
    private Idle() {}

    static ActorContext<TopicPubSub.Command> context() {
        List<ActorContext<TopicPubSub.Command>> contexts = new ArrayList<>();
        BehaviorTestKit.create(Behaviors.<TopicPubSub.Command>setup(context -> {
            contexts.add(context);
            return Behaviors.empty();
        }));
        return contexts.get(0);
    }
}
