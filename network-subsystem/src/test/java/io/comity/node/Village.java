package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.filter.Filter;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.pubsub.TopicEvent;
import io.comity.router.Revoking;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The owner of a topic and nodes that follow it over tcp, perhaps more of them than the owner feeds itself. */
final class Village implements AutoCloseable {
    static final String TOPIC = "blocks";
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(2);

    /** The owner, among publishers. */
    static final int OWNER = 0;

    /**
     * @param publisher by number
     * @param height of its messages, from 0 on
     */
    record Block(int publisher, int height, String text) {}

    /** A node that follows, and reads. */
    final class Villager {
        final Node node;
        final Topic<Block> topic;
        /** What each publisher is to say next, as this one hears it. */
        private final Map<Integer, Integer> next = new ConcurrentHashMap<>(said);
        /** What it should not have heard, or not then. */
        private final Queue<Block> wrong = new ConcurrentLinkedQueue<>();

        private final Set<NodeId> suspects = ConcurrentHashMap.newKeySet();
        private final Topic<Block>.Subscription all;
        private volatile boolean isFedByOthers;

        private Villager(Node node) {
            this.node = node;
            this.topic = node.topics().find(owner.id(), TOPIC, Block.class);
            ActorRef<TopicEvent> events = actor("events", this::hear);
            node.system().eventStream().tell(new EventStream.Subscribe<>(TopicEvent.class, events));
            all = topic.subscribe(actor("reader", this::read));
            all.started().toCompletableFuture().join();
        }

        /** It wants no more than that from now on. */
        Queue<Block> wantsOnly(String filter) {
            Queue<Block> heard = new ConcurrentLinkedQueue<>();
            topic.subscribe(actor("choosy", heard::add), Filter.parse(filter))
                    .started()
                    .toCompletableFuture()
                    .join();
            all.cancel();
            return heard;
        }

        private <M> ActorRef<M> actor(String name, Consumer<M> deed) {
            return node.system()
                    .systemActorOf(
                            Behaviors.<M>receiveMessage(message -> {
                                deed.accept(message);
                                return Behaviors.same();
                            }),
                            name,
                            Props.empty());
        }

        private void read(Block block) {
            int expected = next.getOrDefault(block.publisher(), 0);
            if (block.height() == expected && block.text().equals(text)) {
                next.put(block.publisher(), expected + 1);
            } else {
                wrong.add(block);
            }
        }

        private void hear(TopicEvent event) {
            if (event instanceof TopicEvent.Fed fed) {
                isFedByOthers = fed.byOthers();
            } else if (event instanceof TopicEvent.Suspected suspected) {
                suspects.add(suspected.node());
            }
        }

        /** How many messages it has heard of a publisher, and those before it came. */
        int heard(int publisher) {
            return next.getOrDefault(publisher, 0);
        }

        boolean isFedByOthers() {
            return isFedByOthers;
        }

        Set<NodeId> suspects() {
            return suspects;
        }
    }

    private final Path home;
    private final Map<String, Object> settings;
    final Node owner;
    final Topic<Block> topic;
    final List<Villager> villagers = new ArrayList<>();
    private final Map<Integer, Integer> said = new HashMap<>();
    private volatile String text = "block";
    private final Map<NodeId, Chain> rights = new HashMap<>();
    private int named;

    /** @param direct followers that the owner feeds itself */
    Village(Path home, int direct) {
        this.home = home;
        this.settings = Map.of("comity.topics.direct", direct);
        owner = Neighbours.start(home, "owner", settings);
        topic = owner.topics().create(TOPIC, Block.class);
    }

    /** That node may follow no more. */
    void banish(Villager villager) {
        villagers.remove(villager);
        Chain right = Objects.requireNonNull(rights.get(villager.node.id()));
        owner.missions().revoke(new Revoking.OfGrant(right.id()));
    }

    /** A node that may follow, and does not yet. */
    Node stranger(List<Address> addresses) {
        Node node = Neighbours.start(home, "villager-" + ++named, settings);
        rights.put(node.id(), topic.readers().grant(node.id()));
        node.meet(owner.id(), addresses);
        return node;
    }

    /** One more that follows and reads. */
    Villager settle() {
        return settle(owner.addresses());
    }

    Villager settle(List<Address> addresses) {
        Villager villager = new Villager(stranger(addresses));
        villagers.add(villager);
        return villager;
    }

    void settle(int count) {
        for (int i = 0; i < count; i++) {
            settle();
        }
    }

    /** The owner says the next messages, as {@link #says(Topic, int, int, int)} does. */
    void says(int count) {
        says(topic, OWNER, count, 1_000);
    }

    void saysAtLength(int count, int letters) {
        text = "x".repeat(letters);
        says(count);
    }

    /** Says the next messages, never more than so many ahead of whoever has heard least. */
    void says(Topic<Block> by, int publisher, int count, int ahead) {
        int first = said(publisher);
        for (int height = first; height < first + count; height++) {
            by.publish(new Block(publisher, height, text));
            if (height % (ahead / 2) == 0) {
                awaitHeard(publisher, height - ahead);
            }
        }
        said.put(publisher, first + count);
    }

    int said(int publisher) {
        return said.getOrDefault(publisher, 0);
    }

    private void awaitHeard(int publisher, int count) {
        villagers.forEach(each -> await("what " + each.node.id() + " hears of publisher " + publisher)
                .atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> each.next.getOrDefault(publisher, 0) >= count));
    }

    /** Returns when everybody has heard everything of everybody since it came, once and in its order, and nothing else. */
    void awaitHeard() {
        said.forEach(this::awaitHeard);
        for (Villager each : villagers) {
            assertThat(each.wrong).as("heard wrongly by " + each.node.id()).isEmpty();
            assertThat(each.next).isEqualTo(said);
        }
    }

    /** Returns when nobody is fed by the owner only. */
    void awaitWoven() {
        await().atMost(PATIENCE).until(() -> villagers.stream().allMatch(Villager::isFedByOthers));
    }

    /** Its node is gone without a word. */
    void die(Villager villager) {
        villagers.remove(villager);
        villager.node.system().terminate();
        villager.node.system().getWhenTerminated().toCompletableFuture().join();
    }

    void leave(Villager villager) {
        villagers.remove(villager);
        villager.node.close();
    }

    @Override
    public void close() {
        villagers.forEach(each -> each.node.close());
        owner.close();
    }
}
