package io.comity.examples.demo.topics;

import akka.actor.typed.javadsl.AskPattern;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.node.Node;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Feed;
import io.comity.pubsub.TopicPubSub;
import io.comity.topic.Batch;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import io.comity.topic.TopicId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What Mallory hands to Alice's node to be published, made of what she has heard, and what she is told of it. */
final class Forging {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What she is told when there is nothing to say against what she brings; it may be no news. */
    static final String NO_OBJECTION = "no objection";

    private final Node node;
    private final TopicId topic;
    private final Ear ear;
    private final KeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
    private long run;

    Forging(Node node, TopicId topic, Ear ear) {
        this.node = node;
        this.topic = topic;
        this.ear = ear;
    }

    /** What Alice will say next, as Mallory would like to have it. */
    Answers inAlicesName(int times) {
        Batch last = heard(ear.heard().size() - 1);
        Slot end = last.stamp().slot(last.stamp().count() - 1);
        return submit(times, i -> {
            Slot next = new Slot(end.publisher(), end.epoch(), end.sequence() + 1 + i);
            Stamp stamp = new Stamp(
                    topic, next, 1, last.stamp().timeMillis(), last.stamp().grant(), List.of());
            return Batch.sign(key, stamp, List.of(otherwise(last))).bytes();
        });
    }

    /** What Alice has said, with a bit of a line changed. */
    Answers altered(int times) {
        return submit(times, i -> {
            Batch batch = heard(i);
            byte[] bytes = batch.bytes().clone();
            int place = batch.next(0);
            bytes[batch.offset(place) + batch.length(place) - 1] ^= 1;
            return bytes;
        });
    }

    /** What Alice has said. */
    Answers again(int times) {
        return submit(times, i -> heard(i).bytes());
    }

    /** Without a right. */
    Answers inOwnName(int times) {
        Batch last = heard(0);
        return submit(times, i -> {
            Slot slot = new Slot(node.id(), 1, i + 1);
            Stamp stamp = new Stamp(topic, slot, 1, last.stamp().timeMillis(), Bytes.EMPTY, List.of());
            return Batch.sign(key, stamp, List.of(otherwise(last))).bytes();
        });
    }

    private Batch heard(int number) {
        List<Batch> heard = ear.heard();
        if (heard.isEmpty()) {
            throw new IllegalStateException("Mallory has heard nothing that she could use");
        }
        return heard.get(number % heard.size());
    }

    /** A line of another length than it has. */
    private static Batch.Draft otherwise(Batch batch) {
        int place = batch.next(0);
        byte[] body = new byte[batch.length(place)];
        System.arraycopy(batch.bytes(), batch.offset(place), body, 0, body.length);
        body[body.length - 1] ^= 1;
        return new Batch.Draft(batch.type(place), body);
    }

    private Answers submit(int times, IntFunction<byte[]> batch) {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            answers.merge(submit(batch.apply(i)), 1, Integer::sum);
        }
        return new Answers(answers);
    }

    private String submit(byte[] batch) {
        Feed.Introduced alice = Objects.requireNonNull(ear.publisher(), "Mallory has not heard who publishes");
        return AskPattern.<Demand, TopicPubSub.Submitted>ask(
                        ear.demand(),
                        replyTo -> new Demand.Submit(++run, 1, Optional.of(alice), List.of(batch), replyTo),
                        PATIENCE,
                        node.scheduler())
                .toCompletableFuture()
                .join()
                .refused()
                .orElse(NO_OBJECTION);
    }
}
