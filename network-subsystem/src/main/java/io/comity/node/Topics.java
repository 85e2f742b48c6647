package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.pubsub.Authorities;
import io.comity.pubsub.Publishing;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Router;
import io.comity.topic.PublisherKey;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.topic.TopicId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The topics of this node, and those of others that it follows. */
public final class Topics {
    /** How long an owner may take to say what its topic is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LIFETIME = Duration.ofDays(90);

    private final Node node;
    private final long epoch;
    private final Missions.Ask ask;
    private final Map<TopicId, Topic<?>> known = new ConcurrentHashMap<>();
    private final Map<TopicId, ActorRef<TopicPubSub.Command>> own = new ConcurrentHashMap<>();
    private @Nullable Publishing publishing;

    /** @param epoch of the node's boot */
    Topics(Node node, long epoch, Missions.Ask ask) {
        this.node = node;
        this.epoch = epoch;
        this.ask = ask;
    }

    /**
     * Begins a topic of this node. Nobody else may read it or publish on it until {@link Topic#readers} and {@link
     * Topic#publishers} are granted.
     *
     * @param name as an engine may be called
     * @throws IllegalArgumentException when there is one of this name, or it may not be called so
     * @throws io.comity.engine.ProtocolException when a message of {@code messages} holds something that cannot travel
     */
    public <M> Topic<M> create(String name, Class<M> messages) {
        TopicId id = TopicId.of(node.id(), name);
        Protocol<M> protocol = Protocol.of(messages);
        if (own.containsKey(id) && isThere(id)) {
            throw new IllegalArgumentException("this node has a topic \"" + name + "\" already");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        TopicDescription description = new TopicDescription(
                name,
                now.toEpochMilli(),
                now,
                now.plus(LIFETIME),
                Topic.publishersOf(name),
                TopicDescription.Retention.NONE,
                Bytes.of(protocol.digest()),
                protocol.wireNames());
        Bytes signed = sign(key -> TopicAdvert.sign(key, description).signed());
        TopicAdvert advert = new TopicAdvert(node.id(), description, signed);
        ActorRef<TopicPubSub.Command> engine = spawn(
                id,
                new TopicPubSub.Settings(
                        node.id(), node.id(), name, protocol, advert, null, publishing(), this::cuts, Instant::now));
        own.put(id, engine);
        return new Topic<>(id, name, protocol, node.missions(), engine);
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
        return create(engine + "/events", events);
    }

    /**
     * Follows a topic of another node, which must have granted that; returns when it has said what the topic is.
     *
     * @throws TopicException when it does not say so in time
     */
    public <M> Topic<M> find(NodeId owner, String name, Class<M> messages) {
        TopicId id = TopicId.of(owner, name);
        Topic<?> before = known.get(id);
        if (before != null) {
            @SuppressWarnings("unchecked")
            Topic<M> same = (Topic<M>) before;
            return same;
        }
        Protocol<M> protocol = Protocol.of(messages);
        ActorRef<TopicPubSub.Command> engine = spawn(
                id,
                new TopicPubSub.Settings(
                        node.id(),
                        owner,
                        name,
                        protocol,
                        null,
                        () -> source(owner, id),
                        publishing(),
                        this::cuts,
                        Instant::now));
        await(engine, id);
        Topic<M> topic = new Topic<>(id, name, protocol, node.missions(), engine);
        known.put(id, topic);
        return topic;
    }

    private void await(ActorRef<TopicPubSub.Command> engine, TopicId id) {
        try {
            AskPattern.<TopicPubSub.Command, Done>askWithStatus(engine, TopicPubSub::known, PATIENCE, node.scheduler())
                    .toCompletableFuture()
                    .join();
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
        boolean isChecked = checked.handle((done, failure) -> failure == null).join();
        if (!isChecked && isThere(id)) {
            throw new TopicException("what was taken back no longer counts for calls, but " + id
                    + " did not say so for what is published on it; stop this node to be sure");
        }
    }

    private boolean isThere(TopicId id) {
        return node.registry().find(new EngineId(node.id(), id.text())).isPresent();
    }

    private ActorRef<TopicPubSub.Command> spawn(TopicId id, TopicPubSub.Settings settings) {
        return node.spawn(id.text(), TopicPubSub.Command.class, TopicPubSub.create(settings));
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
                .thenApply(ActorRef::unsafeUpcast);
    }

    private synchronized Publishing publishing() {
        Publishing known = publishing;
        if (known == null) {
            byte[] seed = new byte[Ed25519.SEED_BYTES];
            new SecureRandom().nextBytes(seed);
            KeyHolder key = MemoryKeyHolder.fromSeed(seed);
            Instant now = Instant.now();
            PublisherKey word = new PublisherKey(
                    node.id(),
                    epoch,
                    key.nodeId(),
                    now.getEpochSecond(),
                    now.plus(LIFETIME).getEpochSecond());
            known = new Publishing(epoch, key, sign(word::sign));
            publishing = known;
        }
        return known;
    }

    private Bytes sign(Function<KeyHolder, Bytes> paper) {
        return ask.router(replyTo -> new Router.Sign(paper, replyTo));
    }

    private CompletionStage<List<Bytes>> cuts(List<Authorities.Claim> claims) {
        return CompletableFuture.supplyAsync(() -> {
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
