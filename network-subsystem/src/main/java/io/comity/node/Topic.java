package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Chain;
import io.comity.pubsub.Promise;
import io.comity.pubsub.Since;
import io.comity.pubsub.Subscribing;
import io.comity.pubsub.TopicPubSub;
import io.comity.store.Retention;
import io.comity.topic.Publishers;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import io.comity.topic.WhenSlow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A topic, for the programs of one node: what its publishers say, each in order and once.
 *
 * @param <M> the type of its messages, under the rules of engines' messages, but without ActorRefs
 */
public final class Topic<M> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();

    private final TopicId id;
    private final String name;
    private final Protocol<M> messages;
    private final Missions missions;
    private final Scheduler scheduler;
    private final Supplier<Instant> clock;
    private final ActorRef<TopicPubSub.Command> engine;

    Topic(TopicId id, String name, Protocol<M> messages, Node node, ActorRef<TopicPubSub.Command> engine) {
        this.id = id;
        this.name = name;
        this.messages = messages;
        this.missions = node.missions();
        this.scheduler = node.scheduler();
        this.clock = node.platform()::now;
        this.engine = engine;
    }

    /** What a subscriber holds. */
    public final class Subscription {
        private final long number;
        private final CompletableFuture<Done> started = new CompletableFuture<>();
        private final CompletableFuture<String> ended = new CompletableFuture<>();

        private Subscription(long number) {
            this.number = number;
        }

        /** Ends it; again does nothing. */
        public void cancel() {
            engine.tell(TopicPubSub.cancel(number));
        }

        /** Completes when everything that is said from then on comes to the subscriber. */
        public CompletionStage<Done> started() {
            return started;
        }

        private TopicPubSub.Hearer hearer() {
            return new TopicPubSub.Hearer() {
                @Override
                public void started() {
                    started.complete(Done.getInstance());
                }

                @Override
                public void ended(String why) {
                    started.completeExceptionally(new TopicException("the subscription ended: " + why));
                    ended.complete(why);
                }
            };
        }

        /** How many messages were left out so far, since the subscriber was too slow for them. */
        public CompletionStage<Long> dropped() {
            return AskPattern.ask(
                    engine, (ActorRef<Long> replyTo) -> TopicPubSub.dropped(number, replyTo), PATIENCE, scheduler);
        }

        /** Completes with the cause when it ends by itself. */
        public CompletionStage<String> ended() {
            return ended;
        }
    }

    public TopicId id() {
        return id;
    }

    /** What this topic's owner calls it. */
    public String name() {
        return name;
    }

    /**
     * Says a message on the topic: the owner always may, others under a {@link #publishUnder grant}. What is not taken is
     * published as {@link io.comity.pubsub.TopicEvent.NotPublished} on the system's event stream.
     */
    public void publish(M message) {
        engine.tell(TopicPubSub.say(message));
    }

    /**
     * As {@link #publish(Object)}, for whoever has to know that it is stored: on the disks of so many nodes, so that it would survive a
     * loss of power there. The topic's owner is one when the topic {@link Topics#create(String, Class, Retention) is kept}, and so is every
     * node that {@link Topics#find(NodeId, String, Class, Retention) keeps} it.
     *
     * @param holders 1 or more
     * @return completes with the place of the message, or fails with a {@link TopicException}: it then is not stored by so many, or
     *     not known to be
     */
    public CompletionStage<Slot> publish(M message, int holders) {
        if (holders < 1) {
            throw new IllegalArgumentException("at least one node is to store it, not " + holders);
        }
        CompletableFuture<Slot> place = new CompletableFuture<>();
        engine.tell(TopicPubSub.say(message, new Promise() {
            @Override
            public int holders() {
                return holders;
            }

            @Override
            public void stored(Slot slot) {
                place.complete(slot);
            }

            @Override
            public void failed(String why) {
                place.completeExceptionally(new TopicException(why));
            }
        }));
        return place;
    }

    /**
     * From now on, what this node publishes is heard after what it had heard then, on every node that hears both: an answer after what it
     * answers. It costs some bytes, and an answer waits a moment for what is still on its way; of 16 other publishers at a time.
     */
    public void publishInCausalOrder() {
        engine.tell(TopicPubSub.tellCauses());
    }

    /** From now on this node publishes by that right, see {@link #publishers}. */
    public void publishUnder(Chain grant) {
        engine.tell(TopicPubSub.publishUnder(grant));
    }

    /**
     * As {@link #publishUnder(Chain)}, of a grant that was handed over as text.
     *
     * @throws TopicException when it is none that gives a right now
     */
    public void publishUnder(String grant) {
        Parsed<Chain> parsed = Chain.parse(grant, clock.get());
        if (parsed instanceof Parsed.Refused<Chain> refused) {
            throw new TopicException("nothing can be published under this: " + refused.reason());
        }
        publishUnder(((Parsed.Accepted<Chain>) parsed).value());
    }

    /** As {@link #subscribe(ActorRef, Filter)}, for every message. */
    public Subscription subscribe(ActorRef<M> subscriber) {
        return subscribe(subscriber, Filter.everything());
    }

    /** As {@link #subscribe(ActorRef, Filter, WhenSlow)}: when {@value WhenSlow#DEFAULT_ROOM} messages wait, the oldest are left out. */
    public Subscription subscribe(ActorRef<M> subscriber, Filter filter) {
        return subscribe(subscriber, filter, new WhenSlow.DropOldest<>(WhenSlow.DEFAULT_ROOM));
    }

    /** As {@link #subscribe(ActorRef, Filter, WhenSlow, Since)}, for what is said from now on. */
    public Subscription subscribe(ActorRef<M> subscriber, Filter filter, WhenSlow<M> rule) {
        return subscribe(subscriber, filter, rule, Since.now());
    }

    /**
     * Tells {@code subscriber} what is on the topic, until it stops or cancels.
     *
     * @param filter which of the messages; of those that others say, no more come to this node than somebody here wants
     * @param rule what becomes of messages that it is too slow for; what was said before waits for it
     * @param since from where on, as far as it is kept: by this node, or else by the topic's owner
     * @throws io.comity.filter.FilterException when the filter can match no message of this topic
     */
    public Subscription subscribe(ActorRef<M> subscriber, Filter filter, WhenSlow<M> rule, Since since) {
        filter.check(messages);
        Subscription subscription = new Subscription(SUBSCRIPTIONS.incrementAndGet());
        engine.tell(TopicPubSub.subscribe(new Subscribing(
                subscription.number, subscriber.unsafeUpcast(), filter, cast(rule), since, subscription.hearer())));
        return subscription;
    }

    /** Only messages of the topic come to it. */
    @SuppressWarnings("unchecked")
    private static <M> WhenSlow<Object> cast(WhenSlow<M> rule) {
        return (WhenSlow<Object>) rule;
    }

    // For its owner.

    /** The mission whose holders may follow this topic from their nodes, ask for what was before, and hand over what they publish; grant it, or invite to it. */
    public Missions.Draft readers() {
        return missions.define(readersOf(name)).allow(id.text(), TopicPubSub.Follow.class, TopicPubSub.Link.class);
    }

    /** The mission whose grants let others publish, within their limits: rate, burst, times, bytes. They need {@link #readers} too. */
    public Missions.Draft publishers() {
        return missions.define(publishersOf(name)).allow(Publishers.engineName(name));
    }

    private static String readersOf(String topic) {
        return "topic." + topic.replace('/', '.') + ".read";
    }

    static String publishersOf(String topic) {
        return "topic." + topic.replace('/', '.') + ".publish";
    }
}
