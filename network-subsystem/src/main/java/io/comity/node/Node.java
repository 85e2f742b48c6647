package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.comity.config.Section;
import io.comity.control.Answers;
import io.comity.control.ControlSocket;
import io.comity.desk.Desk;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.MissionKey;
import io.comity.mission.Notice;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.offer.Offers;
import io.comity.offer.WrittenMission;
import io.comity.proxy.Delivery;
import io.comity.proxy.Dispatch;
import io.comity.proxy.NodeProxy;
import io.comity.router.NoticeBoard;
import io.comity.router.Router;
import io.comity.store.Holdings;
import io.comity.store.SqliteStore;
import io.comity.store.Store;
import io.comity.transport.Address;
import io.comity.witness.Witnesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node: one identity, the engines that live under it, and its connections with the nodes of others. Everything it starts it
 * stops in {@link #close}. Several may live in one JVM.
 */
public final class Node implements AutoCloseable {
    /** How long a call of this class may wait for the node's own actors. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long presenting an invitation may take, connecting included. */
    private static final Duration ACCEPTANCE = Duration.ofSeconds(30);

    /** What the answer may take beyond the time that each NodeProxy takes for its own. */
    private static final Duration DRAIN_MARGIN = Duration.ofSeconds(1);

    private final NodeId id;
    private final Platform platform;
    private final ActorSystem<NodeGuardian.Command> system;
    private final Map<String, Address> addresses;
    private final EngineRegistry registry;
    private final Counters counters;
    private final NoticeBoard notices;
    private final Duration drainTimeout;
    private final Petnames petnames;
    private final Offers offers;
    private final Desk desk;
    private final Witnesses witnesses;
    private final Router.Books books;
    private final CompletableFuture<Void> stopped;
    private final Missions.Ask asking = new Asking();
    private final Topics topics;
    private final AtomicReference<@Nullable ControlSocket> control = new AtomicReference<>();

    private Node(
            NodeId id,
            Platform platform,
            ActorSystem<NodeGuardian.Command> system,
            NodeGuardian.Parts parts,
            Offers offers,
            KeptTopics kept,
            int direct) {
        this.id = id;
        this.platform = platform;
        this.offers = offers;
        this.system = system;
        this.addresses = parts.addresses();
        this.registry = parts.registry();
        this.counters = parts.counters();
        this.notices = parts.router().books().notices();
        this.petnames = parts.petnames();
        this.desk = parts.detached().desk();
        this.books = parts.router().books();
        this.witnesses = books.witnesses();
        this.stopped =
                system.getWhenTerminated().toCompletableFuture().thenRunAsync(() -> close(kept), platform.executor());
        this.topics = new Topics(this, books.adverts().epoch(), asking, kept::open, direct);
        this.drainTimeout =
                parts.router().settings().proxy().vigilance().drain().plus(DRAIN_MARGIN);
    }

    /** Last of all, whoever stopped the actors: no message passes any more, so what was used of quotas is known. */
    private void close(KeptTopics kept) {
        stopListeningToItsOwner();
        kept.close();
        books.authority().quotas().close().forEach(books.store()::putSpent);
        books.store().close();
    }

    /** Starts the node of this name, making its key when it has none. */
    public static Node start(String name) {
        return start(NodeSettings.named(name));
    }

    /**
     * Starts a node and returns when it listens.
     *
     * @throws StartException when it cannot listen, for example because the port is in use
     * @throws io.comity.config.ConfigException when a setting is wrong
     * @throws io.comity.identity.KeyHolderException when its key cannot be used
     * @throws io.comity.store.StoreException when its database cannot be used
     */
    public static Node start(NodeSettings settings) {
        Blueprint blueprint = Blueprint.read(settings.read(), settings.folder());
        FileKeyHolder keyHolder = FileKeyHolder.open(settings.keyFile());
        Node node = started(
                settings.folder(),
                blueprint,
                keyHolder,
                SqliteStore.open(settings.storeFile()).holding(keyHolder.nodeId()),
                new Machine());
        settings.doubt().ifPresent(doubt -> node.system.log().warn("{}", doubt));
        if (blueprint.control()) {
            node.listenToItsOwner(settings);
        }
        return node;
    }

    /**
     * Starts a node somewhere else than on the machine that this process runs on: in a simulation. It makes no file until a topic
     * keeps something, and its owner's commands do not reach it.
     *
     * @param comity its settings, see {@link io.comity.config.Settings#load}
     * @param folder where its files would be; the last part of it is its name
     * @param store closed with the node
     */
    public static Node start(Section comity, Path folder, KeyHolder keyHolder, Store store, Platform platform) {
        return started(folder, Blueprint.read(comity, folder), keyHolder, store, platform);
    }

    private static Node started(Path folder, Blueprint blueprint, KeyHolder keyHolder, Store store, Platform platform) {
        Node node = assemble(
                blueprint,
                keyHolder,
                store,
                new KeptTopics(
                        folder.resolve(NodeSettings.TOPICS), blueprint.topics().maxLogBytes()),
                platform);
        try {
            node.<Done>guardian(NodeGuardian.ReportStart::new);
            return node;
        } catch (StatusReply.ErrorMessage failed) {
            node.close();
            throw new StartException("node " + folder.getFileName() + " did not start: " + failed.getMessage());
        } catch (RuntimeException unanswered) {
            node.close();
            throw new StartException("node " + folder.getFileName() + " did not start within " + PATIENCE.toSeconds()
                    + " s; is the machine overloaded?");
        }
    }

    /** A node does its work also where its owner cannot ask it for anything. */
    private void listenToItsOwner(NodeSettings settings) {
        try {
            control.set(ControlSocket.listen(
                    settings.folder(), new Answers(new Deeds(this, settings.name(), true, List.of()))));
            if (system.getWhenTerminated().toCompletableFuture().isDone()) {
                stopListeningToItsOwner();
            }
        } catch (IOException | UnsupportedOperationException notHere) {
            system.log().warn("the commands of its owner do not reach this node: {}", notHere.getMessage());
        }
    }

    private void stopListeningToItsOwner() {
        ControlSocket socket = control.getAndSet(null);
        if (socket != null) {
            socket.close();
        }
    }

    /**
     * Opens a node for its owner to ask about: it listens nowhere and runs no engines. Grants stand whose missions its settings
     * or the grants themselves name.
     */
    static Node open(NodeSettings settings) {
        Node node = start(settings.set("comity.transports", List.of())
                .set("comity.detached.over", List.of())
                .set("comity.control", false));
        Set<String> missions = node.remembered();
        List<String> reachedAt = settings.promised();
        node.<Done>guardian(replyTo -> new NodeGuardian.ToRouter(new Router.Recall(missions, reachedAt, replyTo)));
        return node;
    }

    private static Node assemble(
            Blueprint blueprint, KeyHolder keyHolder, Store store, KeptTopics kept, Platform platform) {
        boolean isAssembled = false;
        try {
            NodeGuardian.Parts parts = Assembly.parts(blueprint, keyHolder, store, platform);
            ActorSystem<NodeGuardian.Command> system = platform.actors(NodeGuardian.create(parts));
            isAssembled = true;
            return new Node(
                    keyHolder.nodeId(),
                    platform,
                    system,
                    parts,
                    blueprint.offers(),
                    kept,
                    blueprint.topics().direct());
        } finally {
            if (!isAssembled) {
                store.close();
            }
        }
    }

    public NodeId id() {
        return id;
    }

    /** Where this node listens now. */
    public List<Address> addresses() {
        return List.copyOf(addresses.values());
    }

    /**
     * Spawns an engine and registers it under {@code name}. Nobody else may send to it until a mission allows it: one that is
     * defined in code, in {@code comity.missions}, or by {@link io.comity.offer.Mission} on its messages.
     *
     * @throws io.comity.engine.ProtocolException when a message of {@code protocol} holds something that cannot travel
     * @throws io.comity.mission.MissionException when an annotation is malformed, or the settings put a message in a mission
     *     that this engine does not have
     */
    public <M> ActorRef<M> spawn(String name, Class<M> protocol, Behavior<M> behavior) {
        EngineId.requireName(name);
        Protocol<M> checked = Protocol.of(protocol);
        Map<String, Set<Class<?>>> offered = offers.of(name, checked);
        ActorRef<Object> engine =
                guardian(replyTo -> new NodeGuardian.Spawn(name, checked, offered, behavior.unsafeCast(), replyTo));
        return engine.unsafeUpcast();
    }

    /** Stops an engine of this node; those who may send to it are told. */
    public void stop(String name) {
        system.tell(new NodeGuardian.StopEngine(name));
    }

    public Missions missions() {
        return new Missions(offers, asking);
    }

    /** The topics of this node, and those of others that it follows. */
    public Topics topics() {
        return topics;
    }

    private final class Asking implements Missions.Ask {
        @Override
        public <T> T router(Function<ActorRef<StatusReply<T>>, Router.Command> message) {
            return guardian(replyTo -> new NodeGuardian.ToRouter(message.apply(replyTo)));
        }

        @Override
        public void awaitOthers() {
            desk.awaitDecision();
            topics.recheck();
        }
    }

    /** What the owner of this node calls other nodes. */
    public Petnames petnames() {
        return petnames;
    }

    /** The missions of the settings, and those of grants from before that may stand. */
    private Set<String> remembered() {
        Set<String> names = offers.written().stream().map(WrittenMission::name).collect(Collectors.toSet());
        Instant now = platform.now();
        for (Holdings.SavedGrant saved : books.kept().values()) {
            if (Chain.read(saved.chain(), id, now) instanceof Chain.Sound sound) {
                names.add(sound.chain().value().root().mission());
            }
        }
        return names;
    }

    /** What others signed for this node, under grants that want evidence. */
    public KeptEvidence evidence() {
        return new KeptEvidence(witnesses.shelf());
    }

    /** What this node and others have signed of what became of it. */
    public KeptReceipts receipts() {
        return new KeptReceipts(witnesses.ledgers());
    }

    /**
     * Takes what somebody handed to this node as text, whatever it is: an invitation as {@link #accept(Invitation)} does, a
     * mission key as {@link #present(MissionKey)}, a grant as {@link #present(Chain)}.
     *
     * @return the owner, whose engines may now be used
     * @throws InvitationException when it is none of these, or the owner refuses it or cannot be reached
     */
    public NodeId accept(String text) {
        if (MissionKey.isText(text)) {
            return present(read("mission key", MissionKey.parse(text, platform.now())));
        }
        return Chain.isText(text)
                ? present(read("grant", Chain.parse(text, platform.now())))
                : accept(read("invitation", Invitation.parse(text)));
    }

    private static <T> T read(String what, Parsed<T> parsed) {
        if (parsed instanceof Parsed.Refused<T> refused) {
            throw new InvitationException("this is not a valid " + what + ": " + refused.reason());
        }
        return ((Parsed.Accepted<T>) parsed).value();
    }

    /**
     * Presents an invitation to the node that issued it, and returns when that node has granted what it promises.
     *
     * @return the issuer, whose engines may now be used
     * @throws InvitationException when the issuer refuses it or cannot be reached
     */
    public NodeId accept(Invitation invitation) {
        presented(invitation);
        return invitation.issuer();
    }

    /**
     * As {@link #accept(Invitation)}.
     *
     * @return the grant that it led to, which this node can pass on when its limits let it
     * @throws InvitationException also when the issuer gave no certificate that holds
     */
    public Chain redeem(Invitation invitation) {
        if (Chain.read(presented(invitation), invitation.issuer(), platform.now()) instanceof Chain.Sound sound) {
            return sound.chain().value();
        }
        throw new InvitationException("the invitation was accepted, but its issuer gave no certificate that holds;"
                + " is one of the two clocks wrong?");
    }

    /**
     * Presents a grant that somebody passed on to this node, and returns when its owner has let this node in. The owner's
     * addresses must be known, see {@link #meet}.
     *
     * @return the owner, whose engines may now be used
     * @throws InvitationException when the owner refuses it or cannot be reached
     */
    public NodeId present(Chain grant) {
        presented("the grant", replyTo -> new Router.Present(grant, replyTo));
        return grant.root().owner();
    }

    /**
     * Presents what a mission key holds, with the proof that this node has the key, and returns when its owner has let this node in.
     * It is presented again in every session with the owner, until this node stops or the owner takes it back: whoever starts the
     * node again presents it again.
     *
     * @return the owner, whose engines may now be used
     * @throws InvitationException when the owner refuses it or cannot be reached
     */
    public NodeId present(MissionKey key) {
        if (key.owner().equals(id)) {
            throw new InvitationException("this mission key is this node's own; hand it to somebody else");
        }
        presented("the mission key", replyTo -> new Router.PresentKey(key, replyTo));
        return key.owner();
    }

    private Bytes presented(Invitation invitation) {
        if (invitation.issuer().equals(id)) {
            throw new InvitationException("this invitation is this node's own; hand it to somebody else");
        }
        return presented("the invitation", replyTo -> new Router.Accept(invitation, replyTo));
    }

    private Bytes presented(String what, Function<ActorRef<NodeProxy.Presented>, Router.Command> present) {
        NodeProxy.Presented presented = join(AskPattern.ask(
                system, replyTo -> new NodeGuardian.ToRouter(present.apply(replyTo)), ACCEPTANCE, system.scheduler()));
        Reason refused = presented.refused();
        if (refused != null) {
            throw new InvitationException(
                    what + " was not accepted (" + refused.label() + "): " + presented.explanation());
        }
        return presented.chain();
    }

    /** Tells this node where another can be reached, as accepting an invitation does. */
    public void meet(NodeId node, List<Address> at) {
        system.tell(new NodeGuardian.ToRouter(new Router.Meet(node, at)));
    }

    /**
     * The engine of another node as an ordinary ActorRef: tell it, ask it, watch it. Messages wait a bounded time for a
     * connection; those that are refused are published as {@link io.comity.proxy.Refused} on the system's event stream.
     *
     * @throws io.comity.engine.ProtocolException when a message of {@code protocol} holds something that cannot travel
     */
    public <M> ActorRef<M> engine(NodeId node, String name, Class<M> protocol) {
        Protocol<M> checked = Protocol.of(protocol);
        EngineId engine = new EngineId(node, name);
        if (node.equals(id)) {
            return registry.find(engine)
                    .orElseThrow(() ->
                            new IllegalArgumentException("this node has no engine \"" + name + "\"; spawn it first"))
                    .actor()
                    .unsafeUpcast();
        }
        ActorRef<Object> proxy = join(AskPattern.ask(
                system,
                replyTo -> new NodeGuardian.ToRouter(new Router.Engine(engine, checked, replyTo)),
                PATIENCE,
                system.scheduler()));
        return proxy.unsafeUpcast();
    }

    /**
     * As {@link #engine(NodeId, String, Class)}, for messages that are delivered in time and over the transports that are wanted,
     * or refused. To be told what becomes of the engine, watch the one of the other call. An engine of this node is always in
     * time, and takes no transport.
     */
    public <M> ActorRef<M> engine(NodeId node, String name, Class<M> protocol, Delivery delivery) {
        ActorRef<M> engine = engine(node, name, protocol);
        return node.equals(id)
                ? engine
                : Dispatch.ref(engine.unsafeUpcast(), delivery, Adapter.toClassic(system), platform::nanoTime)
                        .unsafeUpcast();
    }

    /**
     * The last notices by which other nodes told this one, signed, that they took back what it held; the oldest first, as many as
     * {@code comity.missions.max-notices}. Each is published as {@link io.comity.proxy.NodeEvent.Revoked} when it comes.
     */
    public List<Notice> notices() {
        return notices.list();
    }

    public EngineRegistry registry() {
        return registry;
    }

    Platform platform() {
        return platform;
    }

    public Scheduler scheduler() {
        return system.scheduler();
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** What was delivered, refused and dropped since the start, by {@link io.comity.observe.Counter#label}. */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    /**
     * Stays connected with {@code node} from now on: dials it again and again, waiting longer each time up to
     * {@code comity.connection.reconnect-at-least-every}, and never closes the connection as idle.
     *
     * @param permanent false to let the connection come and go with the messages, as it does by default
     */
    public void stayConnected(NodeId node, boolean permanent) {
        system.tell(new NodeGuardian.ToRouter(new Router.StayConnected(node, permanent)));
    }

    /**
     * Hands over what waits for other nodes and says goodbye to them, within {@code comity.connection.drain-timeout}; then
     * stops every engine, connection and thread of this node, and returns when they are gone.
     */
    @Override
    public void close() {
        if (stopped.isDone()) {
            return;
        }
        stopListeningToItsOwner();
        platform.await(AskPattern.<NodeGuardian.Command, Done>ask(
                        system, NodeGuardian.Drain::new, drainTimeout, system.scheduler())
                .handleAsync((done, late) -> Done.getInstance(), platform.executor()));
        system.terminate();
        platform.await(stopped);
    }

    private <T> T guardian(Function<ActorRef<StatusReply<T>>, NodeGuardian.Command> message) {
        return join(AskPattern.askWithStatus(system, message::apply, PATIENCE, system.scheduler()));
    }

    private <T> T join(CompletionStage<T> reply) {
        try {
            return platform.await(reply);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
