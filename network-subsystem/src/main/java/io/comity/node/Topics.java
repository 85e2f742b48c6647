package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.pubsub.Authorities;
import io.comity.pubsub.Publishing;
import io.comity.pubsub.Storage;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Router;
import io.comity.store.Retention;
import io.comity.store.TopicLog;
import io.comity.topic.PublisherKey;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.topic.TopicId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The topics of this node, and those of others that it follows. */
public final class Topics {
    /** How long an owner may take to say what its topic is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LIFETIME = Duration.ofDays(90);

    private final Node node;
    private final long epoch;
    private final Missions.Ask ask;
    private final Logs logs;
    private final int direct;
    private final Map<TopicId, Topic<?>> known = new ConcurrentHashMap<>();
    private final Map<TopicId, ActorRef<TopicPubSub.Command>> own = new ConcurrentHashMap<>();
    private final KeyHolder publishingKey;

    /** The logs of this node, which are made when the first is needed. */
    interface Logs {
        TopicLog open(TopicId topic, Retention retention);
    }

    /**
     * @param epoch of the node's boot
     * @param direct how many nodes that want everything the owner of a topic feeds itself
     */
    Topics(Node node, long epoch, Missions.Ask ask, Logs logs, int direct) {
        this.node = node;
        this.publishingKey = MemoryKeyHolder.generate(node.platform().random());
        this.epoch = epoch;
        this.ask = ask;
        this.logs = logs;
        this.direct = direct;
    }

    /** As {@link #create(String, Class, Retention)}, of which nothing is kept. */
    public <M> Topic<M> create(String name, Class<M> messages) {
        return standing(create(name, messages, Optional.empty()));
    }

    /**
     * Begins a topic of this node. Nobody else may read it or publish on it until {@link Topic#readers} and {@link
     * Topic#publishers} are granted.
     *
     * @param name as an engine may be called
     * @param retention what this node keeps of it on its disk, for those who come later and over its restarts; what is said is on
     *     the disk before anybody hears it
     * @throws IllegalArgumentException when there is one of this name, or it may not be called so
     * @throws io.comity.engine.ProtocolException when a message of {@code messages} holds something that cannot travel
     * @throws io.comity.store.StoreException when what was kept of it cannot be used
     */
    public <M> Topic<M> create(String name, Class<M> messages, Retention retention) {
        return standing(create(name, messages, Optional.of(retention)));
    }

    /** Whoever was let in before this node was started again needs no new grant. */
    private static <M> Topic<M> standing(Topic<M> topic) {
        topic.readers().stand();
        topic.publishers().stand();
        return topic;
    }

    private <M> Topic<M> create(String name, Class<M> messages, Optional<Retention> retention) {
        TopicId id = TopicId.of(node.id(), name);
        Protocol<M> protocol = Protocol.of(messages);
        if (own.containsKey(id) && isThere(id)) {
            throw new IllegalArgumentException("this node has a topic \"" + name + "\" already");
        }
        Instant now = node.platform().now().truncatedTo(ChronoUnit.SECONDS);
        TopicDescription description = new TopicDescription(
                name,
                now.toEpochMilli(),
                now,
                now.plus(LIFETIME),
                Topic.publishersOf(name),
                retention.map(Topics::told).orElse(TopicDescription.Retention.NONE),
                Bytes.of(protocol.digest()),
                protocol.wireNames());
        Bytes signed = sign(key -> TopicAdvert.sign(key, description).signed());
        TopicAdvert advert = new TopicAdvert(node.id(), description, signed);
        ActorRef<TopicPubSub.Command> engine = spawn(
                id,
                retention,
                storage -> new TopicPubSub.Settings(
                        node.id(),
                        node.id(),
                        name,
                        protocol,
                        advert,
                        storage,
                        null,
                        publishing(),
                        this::cuts,
                        node.platform()::now,
                        new Companions(node, id, ask, direct)));
        own.put(id, engine);
        return new Topic<>(id, name, protocol, node, engine);
    }

    private static TopicDescription.Retention told(Retention retention) {
        return new TopicDescription.Retention(
                retention.maxAge().toSeconds(), retention.maxEntries(), retention.maxBytes());
    }

    /**
     * The stream of events of an engine of this node: a topic that is called {@code engine/events}, on which nobody but this node
     * publishes. The engine emits an event by {@link Topic#publish}. Actors of this node that subscribe cost no signature.
     *
     * @throws IllegalArgumentException when this node has no such engine, or its stream exists
     */
    public <E> Topic<E> events(String engine, Class<E> events) {
        if (node.registry().find(new EngineId(node.id(), engine)).isEmpty()) {
            throw new IllegalArgumentException("this node has no engine \"" + engine + "\"; spawn it first");
        }
        return create(engine + "/events", events, Optional.empty());
    }

    /** As {@link #find(NodeId, String, Class, Retention)}, without keeping anything of it here. */
    public <M> Topic<M> find(NodeId owner, String name, Class<M> messages) {
        return find(owner, name, messages, Optional.empty());
    }

    /**
     * Follows a topic of another node, which must have granted that; returns when it has said what the topic is.
     *
     * @param retention what this node keeps of it on its own disk, from now on
     * @throws TopicException when it does not say so in time
     * @throws io.comity.store.StoreException when what was kept of it cannot be used
     */
    public <M> Topic<M> find(NodeId owner, String name, Class<M> messages, Retention retention) {
        return find(owner, name, messages, Optional.of(retention));
    }

    private <M> Topic<M> find(NodeId owner, String name, Class<M> messages, Optional<Retention> retention) {
        TopicId id = TopicId.of(owner, name);
        Topic<?> before = known.get(id);
        if (before != null) {
            @SuppressWarnings("unchecked")
            Topic<M> same = (Topic<M>) before;
            return same;
        }
        Protocol<M> protocol = Protocol.of(messages);
        ActorRef<TopicPubSub.Command> engine =
                spawn(id, retention, storage -> follower(owner, name, protocol, storage));
        await(engine, id);
        Topic<M> topic = new Topic<>(id, name, protocol, node, engine);
        known.put(id, topic);
        return topic;
    }

    /** What the engine of a topic needs that this node follows. */
    TopicPubSub.Settings follower(NodeId owner, String name, Protocol<?> protocol, @Nullable Storage storage) {
        TopicId id = TopicId.of(owner, name);
        return new TopicPubSub.Settings(
                node.id(),
                owner,
                name,
                protocol,
                null,
                storage,
                () -> source(owner, id),
                publishing(),
                this::cuts,
                node.platform()::now,
                new Companions(node, id, ask, direct));
    }

    private void await(ActorRef<TopicPubSub.Command> engine, TopicId id) {
        try {
            node.platform()
                    .await(AskPattern.<TopicPubSub.Command, Done>askWithStatus(
                            engine, TopicPubSub::known, PATIENCE, node.scheduler()));
        } catch (CompletionException failed) {
            node.stop(id.text());
            throw new TopicException(
                    failed.getCause() instanceof StatusReply.ErrorMessage said
                            ? String.valueOf(said.getMessage())
                            : "nothing was heard of " + id + " within " + PATIENCE.toSeconds()
                                    + " s; is its node up, and has it granted its readers' mission to this one?");
        }
    }

    /**
     * Nothing is handed on any more that is said under a right which was taken back.
     *
     * @throws TopicException when a topic does not say so in time
     */
    void recheck() {
        own.keySet().removeIf(id -> !isThere(id));
        Map<TopicId, CompletableFuture<Done>> checked = new HashMap<>();
        own.forEach((id, engine) -> checked.put(
                id,
                AskPattern.<TopicPubSub.Command, Done>ask(engine, TopicPubSub::recheck, PATIENCE, node.scheduler())
                        .toCompletableFuture()));
        checked.forEach(this::await);
    }

    private void await(TopicId id, CompletableFuture<Done> checked) {
        boolean isChecked = node.platform()
                .await(checked.handleAsync(
                        (done, failure) -> failure == null, node.platform().executor()));
        if (!isChecked && isThere(id)) {
            throw new TopicException("what was taken back no longer counts for calls, but " + id
                    + " did not say so for what is published on it; stop this node to be sure");
        }
    }

    private boolean isThere(TopicId id) {
        return node.registry().find(new EngineId(node.id(), id.text())).isPresent();
    }

    private ActorRef<TopicPubSub.Command> spawn(
            TopicId id, Optional<Retention> retention, Function<@Nullable Storage, TopicPubSub.Settings> settings) {
        if (retention.isEmpty()) {
            return node.spawn(id.text(), TopicPubSub.Command.class, TopicPubSub.create(settings.apply(null)));
        }
        TopicLog log = logs.open(id, retention.get());
        try {
            return node.spawn(
                    id.text(),
                    TopicPubSub.Command.class,
                    TopicPubSub.create(settings.apply(new Storage(log, retention.get()))));
        } catch (RuntimeException failed) {
            log.close();
            throw failed;
        }
    }

    private CompletionStage<ActorRef<TopicPubSub.Command>> source(NodeId owner, TopicId id) {
        EngineId engine = new EngineId(owner, id.text());
        ActorSystem<?> system = node.system();
        return AskPattern.<NodeGuardian.Command, ActorRef<Object>>ask(
                        system.unsafeUpcast(),
                        replyTo -> new NodeGuardian.ToRouter(
                                new Router.Engine(engine, Protocol.of(TopicPubSub.Command.class), replyTo)),
                        PATIENCE,
                        system.scheduler())
                .thenApplyAsync(ActorRef::unsafeUpcast, node.platform().executor());
    }

    /** With a word of its own for each topic, so that it is fresh. */
    private Publishing publishing() {
        Instant now = node.platform().now();
        PublisherKey word = new PublisherKey(
                node.id(),
                epoch,
                publishingKey.nodeId(),
                now.getEpochSecond(),
                now.plus(LIFETIME).getEpochSecond());
        return new Publishing(epoch, publishingKey, sign(word::sign), paper -> later(() -> sign(paper)));
    }

    private <T> CompletionStage<T> later(Supplier<T> deed) {
        return CompletableFuture.supplyAsync(deed, node.platform().executor());
    }

    private Bytes sign(Function<KeyHolder, Bytes> paper) {
        return ask.router(replyTo -> new Router.Sign(paper, replyTo));
    }

    private CompletionStage<List<Bytes>> cuts(List<Authorities.Claim> claims) {
        return later(() -> {
            List<Boolean> standing = ask.router(replyTo -> new Router.Stand(
                    claims.stream().map(claim -> claim.cut().publisher()).toList(),
                    claims.stream().map(Authorities.Claim::chain).toList(),
                    replyTo));
            List<Bytes> cuts = new ArrayList<>();
            for (int i = 0; i < standing.size(); i++) {
                if (!standing.get(i)) {
                    cuts.add(sign(claims.get(i).cut()::sign));
                }
            }
            return cuts;
        });
    }
}
