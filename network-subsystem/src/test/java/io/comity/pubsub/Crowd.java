package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.identity.NodeId;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A company in which nobody is fed by the owner alone, time stands still, and chance is the same every time. */
final class Crowd implements Company {
    private final RandomGenerator random = new SplittableRandom(1);
    private final Function<ActorRef<?>, Optional<NodeId>> behind;

    Crowd(Function<ActorRef<?>, Optional<NodeId>> behind) {
        this.behind = behind;
    }

    @Override
    public int direct() {
        return 0;
    }

    @Override
    public CompletionStage<Pass> admit(NodeId peer) {
        return NONE.admit(peer);
    }

    @Override
    public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
        return NONE.reach(peer, pass);
    }

    @Override
    public Optional<NodeId> behind(ActorRef<?> reference) {
        return behind.apply(reference);
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
