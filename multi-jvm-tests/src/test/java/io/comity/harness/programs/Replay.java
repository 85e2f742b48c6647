package io.comity.harness.programs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.node.Node;
import io.comity.node.Topic;
import io.comity.pubsub.Since;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Hears what was said on a topic of numbers from its beginning on, which must be 1, 2, 3 and so on. */
final class Replay {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private Replay() {}

    /** Waits for number {@code last}; fails when one is missing before it, or comes twice or out of order. */
    static long of(Node node, Topic<Long> numbers, long last) {
        CompletableFuture<Long> heard = new CompletableFuture<>();
        if (last == 0) {
            return 0;
        }
        ActorRef<Long> reader = node.system()
                .systemActorOf(
                        Behaviors.setup(context -> new Count(heard, last).listen()),
                        "replay-" + System.nanoTime(),
                        Props.empty());
        Topic<Long>.Subscription subscription =
                numbers.subscribe(reader, Filter.everything(), new WhenSlow.Disconnect<>(1 << 20), Since.beginning());
        try {
            return heard.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            subscription.cancel();
        }
    }

    private static final class Count {
        private final CompletableFuture<Long> heard;
        private final long last;
        private long count;

        private Count(CompletableFuture<Long> heard, long last) {
            this.heard = heard;
            this.last = last;
        }

        private Behavior<Long> listen() {
            return Behaviors.receiveMessage(number -> {
                if (number != ++count) {
                    heard.completeExceptionally(new IllegalStateException(number + " came where " + count + " should"));
                } else if (number == last) {
                    heard.complete(number);
                }
                return Behaviors.same();
            });
        }
    }
}
