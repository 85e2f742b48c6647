package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.proxy.Whence;
import io.comity.pubsub.Company;
import io.comity.pubsub.Exchange;
import io.comity.pubsub.Since;
import io.comity.pubsub.Subscribing;
import io.comity.pubsub.TopicEvent;
import io.comity.pubsub.TopicPubSub;
import io.comity.topic.Batch;
import io.comity.topic.Endorsement;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import io.comity.topic.TopicId;
import io.comity.topic.WhenSlow;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A node with its own key and every right that others have, which takes its place among those that feed each other: its engine is an
 * honest one, but what that says to neighbours goes through {@link #twist}.
 */
final class Villain implements AutoCloseable {
    /** What it does to what it passes on. */
    enum Vice {
        DROP,
        ALTER,
        FORGE,
        REPLAY,
        REORDER
    }

    private static final int ONE_IN = 3;
    private static final int REMEMBERED = 64;

    final Node node;
    /** How often it did each. */
    final Map<Vice, AtomicInteger> deeds = new ConcurrentHashMap<>();
    /** Batches of a friend, which it brings to everybody. */
    private final Queue<Exchange.Passed> friends = new ConcurrentLinkedQueue<>();

    private volatile boolean hasPlace;
    /** Taken in turn, so that whoever passes on a few has each. */
    private final List<Vice> vices;

    private final int firstVice;
    private final AtomicInteger passedOn = new AtomicInteger();
    private final MemoryKeyHolder key;
    private final Map<ActorRef<?>, NodeId> behind = new ConcurrentHashMap<>();
    private final ActorRef<TopicPubSub.Command> engine;
    private final AtomicInteger broughtToAll = new AtomicInteger();
    private final AtomicInteger lines = new AtomicInteger();

    Villain(Node node, NodeId owner, String name, Class<?> messages, List<Vice> vices, long seed) {
        this.node = node;
        this.vices = vices;
        this.firstVice = (int) (2 * seed % vices.size());
        this.key = MemoryKeyHolder.generate(new SecureRandom());
        TopicPubSub.Settings honest = node.topics().follower(owner, name, Protocol.of(messages), null);
        TopicPubSub.Settings settings = new TopicPubSub.Settings(
                honest.self(),
                owner,
                name,
                honest.protocol(),
                null,
                null,
                () -> Objects.requireNonNull(honest.source()).get().thenApply(reached -> twistedEngine(reached, seed)),
                honest.publishing(),
                honest.authorities(),
                honest.clock(),
                new Twisted(honest.company(), seed));
        String id = TopicId.of(owner, name).text();
        this.engine = node.spawn(id, TopicPubSub.Command.class, engine(settings, seed));
        node.system()
                .eventStream()
                .tell(new EventStream.Subscribe<>(TopicEvent.class, spawn(Behaviors.receiveMessage(event -> {
                    hasPlace |= event instanceof TopicEvent.Fed fed && fed.byOthers();
                    return Behaviors.same();
                }))));
        engine.tell(TopicPubSub.subscribe(new Subscribing(
                1,
                node.system().ignoreRef(),
                Filter.everything(),
                new WhenSlow.DropOldest<>(10),
                Since.now(),
                new Silence())));
    }

    private static final class Silence implements TopicPubSub.Hearer {
        @Override
        public void started() {}

        @Override
        public void ended(String why) {}
    }

    /** Whoever asks it for a link hears what is twisted. */
    private Behavior<TopicPubSub.Command> engine(TopicPubSub.Settings settings, long seed) {
        return Behaviors.setup(context -> {
            ActorRef<TopicPubSub.Command> real = context.spawn(TopicPubSub.create(settings), "real");
            return Behaviors.<TopicPubSub.Command>receiveMessage(command -> {
                real.tell(
                        command instanceof TopicPubSub.Link link
                                ? new TopicPubSub.Link(twisted(link.inlet(), seed))
                                : command);
                return Behaviors.same();
            });
        });
    }

    /** Whomever it asks for a link does too. */
    private ActorRef<TopicPubSub.Command> twistedEngine(ActorRef<TopicPubSub.Command> reached, long seed) {
        return spawn(Behaviors.<TopicPubSub.Command>setup(context -> {
            context.watch(reached);
            return Behaviors.receive(TopicPubSub.Command.class)
                    .onMessage(TopicPubSub.Link.class, link -> {
                        reached.tell(new TopicPubSub.Link(spawn(Behaviors.<Exchange>receiveMessage(said -> {
                            link.inlet()
                                    .tell(
                                            said instanceof Exchange.Begin begin
                                                    ? new Exchange.Begin(twisted(begin.inlet(), seed))
                                                    : said);
                            return Behaviors.same();
                        }))));
                        return Behaviors.same();
                    })
                    .onAnyMessage(command -> {
                        reached.tell(command);
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, gone -> Behaviors.stopped())
                    .build();
        }));
    }

    private ActorRef<Exchange> twisted(ActorRef<Exchange> inlet, long seed) {
        Line line = new Line(seed + lines.incrementAndGet());
        ActorRef<Exchange> twisting = spawn(Behaviors.<Exchange>setup(context -> {
            context.watch(inlet);
            return Behaviors.receive(Exchange.class)
                    .onMessage(Exchange.Said.class, said -> {
                        inlet.tell(line.twist(said));
                        return Behaviors.same();
                    })
                    .onAnyMessage(said -> {
                        inlet.tell(said);
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, gone -> Behaviors.stopped())
                    .build();
        }));
        Whence.of(inlet).ifPresent(peer -> behind.put(twisting, peer));
        return twisting;
    }

    private <M> ActorRef<M> spawn(Behavior<M> behavior) {
        return node.system().systemActorOf(behavior, "twist-" + lines.incrementAndGet(), Props.empty());
    }

    /** Its friend's words, which it is to bring to everybody. */
    void brings(Exchange.Passed passed) {
        friends.add(passed);
    }

    /** Whether it ever had a neighbour. */
    boolean hasPlace() {
        return hasPlace;
    }

    int brought() {
        return broughtToAll.get();
    }

    int did(Vice vice) {
        return deeds.getOrDefault(vice, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        node.close();
    }

    /** One line to a neighbour; what was said once is said again in the same words. */
    private final class Line {
        private final Random random;
        private final Map<Long, Exchange.Said> said = new HashMap<>();
        private final List<Exchange.Passed> remembered = new ArrayList<>();
        private final List<Exchange.Item> heldBack = new ArrayList<>();
        private int brought;

        private Line(long seed) {
            random = new Random(seed);
        }

        private Exchange.Said twist(Exchange.Said honest) {
            said.keySet().removeIf(number -> number < honest.number() - 100);
            return said.computeIfAbsent(honest.number(), number -> twisted(honest));
        }

        private Exchange.Said twisted(Exchange.Said honest) {
            List<Exchange.Item> items = new ArrayList<>();
            for (Exchange.Item item : honest.items()) {
                if (item instanceof Exchange.Passed passed) {
                    twist(passed, items);
                } else {
                    items.add(item);
                }
            }
            List.copyOf(friends).stream().skip(brought).forEach(items::add);
            broughtToAll.addAndGet(friends.size() - brought);
            brought = friends.size();
            return new Exchange.Said(honest.number(), honest.introductions(), items);
        }

        private void twist(Exchange.Passed passed, List<Exchange.Item> items) {
            remembered.add(passed);
            if (remembered.size() > REMEMBERED) {
                remembered.remove(0);
            }
            int number = passedOn.getAndIncrement();
            if (number % ONE_IN != 0) {
                items.add(passed);
                return;
            }
            Vice vice = vices.get((firstVice + number / ONE_IN) % vices.size());
            deeds.computeIfAbsent(vice, first -> new AtomicInteger()).incrementAndGet();
            switch (vice) {
                case DROP -> {}
                case ALTER -> items.add(altered(passed));
                case FORGE -> items.add(forged(passed));
                case REPLAY -> {
                    items.add(passed);
                    items.add(remembered.get(random.nextInt(remembered.size())));
                }
                case REORDER -> {
                    heldBack.add(passed);
                    if (heldBack.size() > 2) {
                        items.addAll(heldBack);
                        heldBack.clear();
                    }
                }
            }
        }

        /** In one of its messages, so that it can be read. */
        private Exchange.Passed altered(Exchange.Passed passed) {
            Batch batch = Batch.read(passed.batch(), 0, passed.batch().length).orElseThrow();
            byte[] bytes = passed.batch().clone();
            int place = random.nextInt(batch.stamp().count());
            bytes[batch.offset(place) + batch.length(place) - 1] ^= 1;
            return new Exchange.Passed(bytes, passed.endorsement());
        }

        /** The same messages, and more, in its own hand. */
        private Exchange.Passed forged(Exchange.Passed passed) {
            Batch batch = Batch.read(passed.batch(), 0, passed.batch().length).orElseThrow();
            Slot first = batch.stamp().slot(batch.stamp().count() - 1).next();
            Stamp stamp = new Stamp(
                    batch.stamp().topic(),
                    first,
                    1,
                    batch.stamp().timeMillis(),
                    batch.stamp().grant(),
                    List.of());
            byte[] body = Arrays.copyOfRange(batch.bytes(), batch.offset(0), batch.offset(0) + batch.length(0));
            Batch forged = Batch.sign(key, stamp, List.of(new Batch.Draft(batch.type(0), body)));
            boolean isEndorsed = random.nextBoolean();
            return new Exchange.Passed(
                    forged.bytes(),
                    isEndorsed ? Endorsement.sign(key, first.epoch(), forged).encode() : passed.endorsement());
        }
    }

    private final class Twisted implements Company {
        private final Company honest;
        private final long seed;

        private Twisted(Company honest, long seed) {
            this.honest = honest;
            this.seed = seed;
        }

        @Override
        public int direct() {
            return honest.direct();
        }

        @Override
        public CompletionStage<Pass> admit(NodeId peer) {
            return honest.admit(peer);
        }

        @Override
        public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
            return honest.reach(peer, pass).thenApply(reached -> twistedEngine(reached, seed));
        }

        @Override
        public Optional<NodeId> behind(ActorRef<?> reference) {
            return Optional.ofNullable(behind.get(reference)).or(() -> honest.behind(reference));
        }

        @Override
        public long nanoTime() {
            return honest.nanoTime();
        }

        @Override
        public RandomGenerator random() {
            return honest.random();
        }
    }
}
