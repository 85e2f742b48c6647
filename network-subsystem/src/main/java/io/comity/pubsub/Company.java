package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** What a topic asks of its node so that nodes which follow it can feed each other: rights, roads, time and chance. */
public interface Company {
    /** Nobody feeds anybody but the owner. */
    Company NONE = new Company() {
        @Override
        public int direct() {
            return Integer.MAX_VALUE;
        }

        @Override
        public CompletionStage<Pass> admit(NodeId peer) {
            return CompletableFuture.failedStage(new UnsupportedOperationException("nobody is let in"));
        }

        @Override
        public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
            return CompletableFuture.failedStage(new UnsupportedOperationException("nobody is reached"));
        }

        @Override
        public Optional<NodeId> behind(ActorRef<?> reference) {
            return Optional.empty();
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public RandomGenerator random() {
            return RandomGenerator.getDefault();
        }
    };

    /**
     * What another node needs to ask this one for a link.
     *
     * @param chain of grants, the bytes of an {@code io.comity.mission.Chain}
     * @param advert where this node is reached, the bytes of an {@code io.comity.advert.NodeAdvert}
     */
    record Pass(Bytes chain, Bytes advert) {}

    /** How many nodes that want everything the owner feeds itself. */
    int direct();

    /** Lets another node ask this one's topic for a link, and nothing else, for a while. */
    CompletionStage<Pass> admit(NodeId peer);

    /** The topic's engine at another node that has let this one in; fails when it cannot be had. */
    CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass);

    /** Which node a reference leads to, when it came from another. */
    Optional<NodeId> behind(ActorRef<?> reference);

    /** Of a monotonic clock. */
    long nanoTime();

    RandomGenerator random();
}
