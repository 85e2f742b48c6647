package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Mission;
import io.comity.proxy.NodeProxy;
import io.comity.proxy.Whence;
import io.comity.pubsub.Company;
import io.comity.pubsub.TopicPubSub;
import io.comity.router.Router;
import io.comity.topic.TopicId;
import io.comity.transport.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * How nodes that follow one topic come together: each lets the others ask it for a link, by a grant of its own that ends by itself,
 * and is told where they are reached by their own adverts.
 */
final class Companions implements Company {
    /** How long a grant lasts, and with it a link; another one is made then. */
    static final Duration LIFETIME = Duration.ofHours(1);

    /** How often a link may be asked for. */
    private static final int REQUESTS = 10;

    /** How long another node may take to let this one in. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Of the topic's id, in the name of the mission. */
    private static final int ID_LETTERS = 40;

    private final PassBook passes = new PassBook(LIFETIME);
    private final Node node;
    private final TopicId topic;
    private final Missions.Ask ask;
    private final int direct;
    private final RandomGenerator random;

    /** @param direct how many nodes that want everything the owner feeds itself */
    Companions(Node node, TopicId topic, Missions.Ask ask, int direct) {
        this.node = node;
        this.topic = topic;
        this.ask = ask;
        this.direct = direct;
        this.random = new SplittableRandom(node.platform().random().nextLong());
    }

    @Override
    public int direct() {
        return direct;
    }

    @Override
    public CompletionStage<Pass> admit(NodeId peer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Instant now = node.platform().now();
                    return passes.given(peer, now).orElseGet(() -> give(peer, now));
                },
                node.platform().executor());
    }

    private Pass give(NodeId peer, Instant now) {
        if (!passes.hasRoomFor(peer, now)) {
            throw new TopicException("on " + topic + " " + PassBook.MAX_GIVEN + " nodes were let in already");
        }
        String name = "topic." + topic.text().substring(0, ID_LETTERS) + ".members";
        Mission mission = new Mission(name, Map.of(topic.text(), Set.of(TopicPubSub.Link.class)));
        Caveats limits = Caveats.NONE.rate(REQUESTS, Duration.ofSeconds(1)).until(now.plus(LIFETIME));
        ask.<Done>router(replyTo -> new Router.Define(mission, replyTo));
        Chain chain = ask.router(replyTo -> new Router.GrantTo(name, peer, limits, replyTo));
        Bytes advert = ask.router(Router.OwnAdvert::new);
        Pass pass = new Pass(chain.encoded(), advert);
        passes.give(peer, pass, now);
        return pass;
    }

    @Override
    public CompletionStage<ActorRef<TopicPubSub.Command>> reach(NodeId peer, Pass pass) {
        Instant now = node.platform().now();
        NodeDescription where = advert(peer, pass.advert(), now).orElse(null);
        if (where == null || !(Chain.read(pass.chain(), peer, now) instanceof Chain.Sound sound)) {
            return CompletableFuture.failedStage(new TopicException("what " + peer + " shows lets nobody in"));
        }
        if (!passes.meet(peer, now)) {
            return CompletableFuture.failedStage(
                    new TopicException(PassBook.MAX_MET + " other nodes were met on " + topic));
        }
        List<Address> addresses = where.contacts().stream()
                .flatMap(contact -> Address.parse(contact.address()).stream())
                .toList();
        node.meet(peer, addresses);
        Chain chain = sound.chain().value();
        return this.<NodeProxy.Presented>asked(replyTo -> new Router.Present(chain, replyTo))
                .thenComposeAsync(
                        presented -> presented.refused() == null ? engine(peer) : denied(peer),
                        node.platform().executor());
    }

    private static Optional<NodeDescription> advert(NodeId peer, Bytes signed, Instant now) {
        return NodeAdvert.read(signed) instanceof NodeAdvert.Signed read
                ? Optional.of(read.advert().value())
                        .filter(advert -> advert.node().equals(peer) && !advert.isExpired(now))
                        .map(NodeAdvert::description)
                : Optional.empty();
    }

    private CompletionStage<ActorRef<TopicPubSub.Command>> engine(NodeId peer) {
        EngineId engine = new EngineId(peer, topic.text());
        return this.<ActorRef<Object>>asked(
                        replyTo -> new Router.Engine(engine, Protocol.of(TopicPubSub.Command.class), replyTo))
                .thenApplyAsync(ActorRef::unsafeUpcast, node.platform().executor());
    }

    private static CompletionStage<ActorRef<TopicPubSub.Command>> denied(NodeId peer) {
        return CompletableFuture.failedStage(new TopicException(peer + " does not let this node in"));
    }

    private <T> CompletionStage<T> asked(Function<ActorRef<T>, Router.Command> message) {
        ActorSystem<?> system = node.system();
        return AskPattern.ask(
                system.<NodeGuardian.Command>unsafeUpcast(),
                replyTo -> new NodeGuardian.ToRouter(message.apply(replyTo)),
                PATIENCE,
                system.scheduler());
    }

    @Override
    public Optional<NodeId> behind(ActorRef<?> reference) {
        return Whence.of(reference);
    }

    @Override
    public long nanoTime() {
        return node.platform().nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
