package io.comity.router;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.comity.advert.AdvertTable;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.inquiry.Overview;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.mission.MissionException;
import io.comity.mission.MissionKey;
import io.comity.mission.Notice;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.offer.Offers;
import io.comity.proxy.Dismissal;
import io.comity.proxy.NodeEvent;
import io.comity.proxy.NodeProxy;
import io.comity.proxy.Permit;
import io.comity.session.Handshake;
import io.comity.store.Holdings;
import io.comity.store.Store;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.wire.Farewell;
import io.comity.wire.Verified;
import io.comity.witness.LedgerBook;
import io.comity.witness.Shelf;
import io.comity.witness.Witnesses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Spawns a NodeProxy for each remote node, hands links and requests to the right one, and is the only engine that asks the
 * KeyHolder to sign. One state. What it knows for longer than it lives (missions, addresses) is in its {@link Books}, so that
 * a Router that was killed is replaced by one that knows the same.
 */
public final class Router {
    public sealed interface Command {}

    /** Find or make the local actor for a remote engine. Expected sender: the node, for a user. */
    public record Engine(EngineId id, Protocol<?> protocol, ActorRef<ActorRef<Object>> replyTo) implements Command {}

    /** Expected sender of this and the next five: the node, for a user. */
    public record Define(Mission mission, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    public record Invite(
            String mission, Duration lifetime, long uses, Caveats caveats, ActorRef<StatusReply<Invitation>> replyTo)
            implements Command {}

    public record GrantTo(String mission, NodeId holder, Caveats caveats, ActorRef<StatusReply<Chain>> replyTo)
            implements Command {}

    /** Answered when it is written where it survives, and every gate under it is closed. */
    public record Revoke(Revoking what, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    private record Recorded(Revocation decided, @Nullable Throwable failure, ActorRef<StatusReply<Done>> replyTo)
            implements Command {}

    private enum Expire implements Command {
        INSTANCE
    }

    /** Who used a ticket is written, or could not be. */
    private record Redeeming(
            NodeProxy.Judge judge, Redeemed use, @Nullable Throwable failure) implements Command {}

    /** What waited for the disk. */
    private record Then(Runnable deed) implements Command {}

    /** A holder has nearly used what was counted of a quota. */
    private record Reserve(Bytes root, NodeId holder) implements Command {}

    private enum NotifyMore implements Command {
        INSTANCE
    }

    public record Accept(Invitation invitation, ActorRef<NodeProxy.Presented> replyTo) implements Command {}

    /** Present a chain of grants to its owner. */
    public record Present(Chain chain, ActorRef<NodeProxy.Presented> replyTo) implements Command {}

    /** Make a mission key pair that is granted a mission. */
    public record MakeKey(String mission, Caveats caveats, ActorRef<StatusReply<MissionKey>> replyTo)
            implements Command {}

    /** Present what a mission key holds to its owner, now and in every session to come. */
    public record PresentKey(MissionKey key, ActorRef<NodeProxy.Presented> replyTo) implements Command {}

    /** Give what a mission key holds to a node too, narrowed. */
    public record PassOnKey(MissionKey key, NodeId holder, Caveats caveats, ActorRef<StatusReply<Chain>> replyTo)
            implements Command {}

    /** Give what a mission key holds to another that is made now, narrowed. */
    public record DeriveKey(MissionKey key, Caveats caveats, ActorRef<StatusReply<MissionKey>> replyTo)
            implements Command {}

    /** Give what this node holds to somebody else too, narrowed. */
    public record PassOn(Chain chain, NodeId holder, Caveats caveats, ActorRef<StatusReply<Chain>> replyTo)
            implements Command {}

    /** Sign something of this node. Expected sender of this and the next: the node, for its topics. */
    public record Sign(Function<KeyHolder, Bytes> paper, ActorRef<StatusReply<Bytes>> replyTo) implements Command {}

    /**
     * Say which of these chains, by their bytes, are no rights of this node, or not any more; in their order.
     *
     * @param holders of the chains, in the same order
     */
    public record Stand(List<NodeId> holders, List<Bytes> chains, ActorRef<StatusReply<List<Boolean>>> replyTo)
            implements Command {
        public Stand {
            holders = List.copyOf(holders);
            chains = List.copyOf(chains);
        }
    }

    /** Say what this node says of itself, signed, as it stands. Expected sender: the node, for its topics. */
    public record OwnAdvert(ActorRef<StatusReply<Bytes>> replyTo) implements Command {}

    public record Meet(NodeId node, List<Address> addresses) implements Command {
        public Meet {
            addresses = List.copyOf(addresses);
        }
    }

    /** Say what {@code holder} may send to {@code engine} now. Expected sender: the node, for a call without a session. */
    public record Lookup(NodeId holder, String engine, ActorRef<Standing> replyTo) implements Command {}

    /**
     * @param holdsGrant whether any grant of the holder stands, for whatever
     * @param permit null when none of them is for that engine, and when there is no such engine
     */
    public record Standing(boolean holdsGrant, @Nullable Permit permit) {}

    /** A transport listens at {@code address}. Expected sender: the node, at start and after it replaced one. */
    public record UseTransport(Address address, ActorRef<TransportProtocol.Command> transport) implements Command {}

    /** Say what the owner may know. Expected sender: the node, for its owner. */
    public record Inquire(Optional<NodeId> about, ActorRef<StatusReply<Overview>> replyTo) implements Command {}

    /**
     * Let grants of these missions stand, whatever they allow. Expected sender: the node, when it runs no engines.
     *
     * @param reachedAt what invitations say while this node listens nowhere
     */
    public record Recall(Set<String> missions, List<String> reachedAt, ActorRef<StatusReply<Done>> replyTo)
            implements Command {
        public Recall {
            reachedAt = List.copyOf(reachedAt);
        }
    }

    /** Stay connected with {@code node}, or no longer. Expected sender: the node, for a user. */
    public record StayConnected(NodeId node, boolean permanent) implements Command {}

    /** Hand over what waits for other nodes and say goodbye to them. Expected sender: the node, at its end. */
    public record Drain(ActorRef<Done> replyTo) implements Command {}

    private record FromConnection(TransportConnection.Event event) implements Command {}

    private record FromProxy(NodeProxy.Request request) implements Command {}

    private record EngineChanged(EngineRegistry.Change change) implements Command {}

    private enum AdvertTimer implements Command {
        RENEW,
        GOSSIP
    }

    private record ProxyEnded(NodeId peer, ActorRef<NodeProxy.Command> proxy) implements Command {}

    /**
     * @param maxPeers nodes with a NodeProxy at the same time
     * @param retryAfter what a node is told that came when there were as many
     * @param refused nodes with which no session is made
     */
    public record Settings(
            int maxPeers,
            Duration retryAfter,
            Set<NodeId> refused,
            AdvertSettings adverts,
            RightsSettings rights,
            NodeProxy.Settings proxy) {
        public Settings {
            refused = Set.copyOf(refused);
        }
    }

    /**
     * What outlives a Router. Only the Router writes here, one at a time.
     *
     * @param undone revocations that are being written and do not hold yet
     * @param kept grants of this boot and those before, by the id of their chain
     * @param keys of other nodes' missions
     * @param notices of what other nodes took back
     * @param addresses of the nodes that this one uses, as it was told them, perhaps none
     * @param store what the node keeps for longer than it runs
     * @param witnesses what it keeps of messages that others signed
     */
    public record Books(
            Authority authority,
            Queue<Revocation> undone,
            Map<Bytes, Holdings.SavedGrant> kept,
            Keyring keys,
            NoticeBoard notices,
            Map<NodeId, List<Address>> addresses,
            Set<NodeId> permanent,
            AdvertTable adverts,
            Store store,
            Witnesses witnesses) {
        /** Nothing that others sign is kept. */
        public Books(
                Authority authority,
                Queue<Revocation> undone,
                Map<Bytes, Holdings.SavedGrant> kept,
                Keyring keys,
                NoticeBoard notices,
                Map<NodeId, List<Address>> addresses,
                Set<NodeId> permanent,
                AdvertTable adverts,
                Store store) {
            this(
                    authority,
                    undone,
                    kept,
                    keys,
                    notices,
                    addresses,
                    permanent,
                    adverts,
                    store,
                    new Witnesses(new Shelf(0), new LedgerBook(0, store), Integer.MAX_VALUE));
        }
    }

    /** What a Router needs of its node. */
    public record Context(
            KeyHolder keyHolder,
            EngineRegistry registry,
            Books books,
            Counters counters,
            Settings settings,
            Supplier<Instant> clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            Supplier<Bytes> randomId) {}

    /** How late a node may forget what is over; no message passes from the second on. */
    private static final Duration EXPIRE_EVERY = Duration.ofSeconds(10);

    private final ActorContext<Command> context;
    private final Context node;
    private final Map<NodeId, ActorRef<NodeProxy.Command>> peers = new HashMap<>();
    /** Read by NodeProxies too. */
    private final Map<String, UseTransport> transports = new ConcurrentHashMap<>();

    private final ActorRef<EngineRegistry.Change> engineChanges;
    private final ActorRef<TransportConnection.Event> linkEvents;
    private final NodeProxy.Context proxyNeeds;
    private final Adverts adverts;
    private final Notifying notifying;
    private final Rights rights;
    private final Notary notary;
    private final Surveyor surveyor;
    private List<String> reachedAt = List.of();
    private boolean draining;
    private long spawned;

    private Router(ActorContext<Command> context, TimerScheduler<Command> timers, Context node) {
        this.context = context;
        this.node = node;
        this.engineChanges = context.messageAdapter(EngineRegistry.Change.class, EngineChanged::new);
        this.linkEvents = context.messageAdapter(TransportConnection.Event.class, FromConnection::new);
        this.proxyNeeds = new NodeProxy.Context(
                context.messageAdapter(NodeProxy.Request.class, FromProxy::new),
                node.registry(),
                node.keyHolder().nodeId(),
                node.settings().proxy(),
                node.counters(),
                transports::containsKey,
                node.random(),
                node.nanoTime(),
                () -> node.clock().get().getEpochSecond(),
                node.books().witnesses().shelf(),
                node.books().witnesses().maxUnsigned(),
                NodeProxy.PeerLogs.of(node.nanoTime()));
        this.adverts = new Adverts(node, this::pass);
        this.notifying = new Notifying(
                node,
                this::notify,
                this::settled,
                () -> timers.startSingleTimer(NotifyMore.INSTANCE, Duration.ofSeconds(1)));
        this.rights = new Rights(node, notifying);
        this.notary = new Notary(node);
        this.surveyor = new Surveyor(node, rights);
        ActorRef<Command> self = context.getSelf();
        node.books().authority().quotas().reserveBy((root, holder) -> self.tell(new Reserve(root, holder)));
    }

    public static Behavior<Command> create(Context node) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Router(context, timers, node).serving(timers)));
    }

    private Behavior<Command> serving(TimerScheduler<Command> timers) {
        AdvertSettings settings = node.settings().adverts();
        timers.startTimerWithFixedDelay(AdvertTimer.RENEW, settings.renewEvery());
        timers.startTimerWithFixedDelay(AdvertTimer.GOSSIP, settings.gossipEvery());
        timers.startTimerWithFixedDelay(Expire.INSTANCE, EXPIRE_EVERY);
        rights.applyUndone();
        node.registry().watch(engineChanges);
        node.books().permanent().forEach(this::peer);
        return Behaviors.receive(Command.class)
                .onMessage(FromConnection.class, this::onFromConnection)
                .onMessage(FromProxy.class, this::onFromProxy)
                .onMessage(Engine.class, this::onEngine)
                .onMessage(Define.class, this::onDefine)
                .onMessage(Invite.class, this::onInvite)
                .onMessage(GrantTo.class, this::onGrant)
                .onMessage(Revoke.class, this::onRevoke)
                .onMessage(Recorded.class, this::onRecorded)
                .onMessage(Expire.class, expire -> changed(rights.expire()))
                .onMessage(Redeeming.class, this::onRedeeming)
                .onMessage(Then.class, this::onThen)
                .onMessage(Reserve.class, this::onReserve)
                .onMessage(NotifyMore.class, more -> notifyNow())
                .onMessage(Accept.class, this::onAccept)
                .onMessage(Present.class, this::onPresent)
                .onMessage(MakeKey.class, this::onMakeKey)
                .onMessage(PresentKey.class, this::onPresentKey)
                .onMessage(
                        PassOnKey.class,
                        pass -> answer(pass.replyTo(), () -> rights.passOn(pass.key(), pass.holder(), pass.caveats())))
                .onMessage(
                        DeriveKey.class,
                        derive -> answer(derive.replyTo(), () -> rights.passOn(derive.key(), derive.caveats())))
                .onMessage(PassOn.class, this::onPassOn)
                .onMessage(Sign.class, this::onSign)
                .onMessage(Stand.class, this::onStand)
                .onMessage(OwnAdvert.class, own -> answer(own.replyTo(), adverts::own))
                .onMessage(Meet.class, this::onMeet)
                .onMessage(Lookup.class, this::onLookup)
                .onMessage(Inquire.class, this::onInquire)
                .onMessage(Recall.class, this::onRecall)
                .onMessage(UseTransport.class, this::onUseTransport)
                .onMessage(StayConnected.class, this::onStayConnected)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(EngineChanged.class, this::onEngineChanged)
                .onMessage(ProxyEnded.class, this::onProxyEnded)
                .onMessage(AdvertTimer.class, this::onAdvertTimer)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    // Links.

    private Behavior<Command> onFromConnection(FromConnection from) {
        if (from.event() instanceof TransportConnection.Sign sign) {
            byte[] signature = node.keyHolder().sign(Handshake.SIGNATURE_DOMAIN, sign.statement());
            sign.replyTo().tell(new TransportConnection.Signed(signature));
        } else if (from.event() instanceof TransportConnection.Linked linked) {
            onLinked(linked);
        }
        return Behaviors.same();
    }

    private void onLinked(TransportConnection.Linked linked) {
        NodeId peer = linked.link().peer();
        if (node.settings().refused().contains(peer)) {
            dismiss(linked, Farewell.DENIED, Duration.ZERO);
        } else if (draining
                || !peers.containsKey(peer) && peers.size() >= node.settings().maxPeers()) {
            node.counters().add(Counter.DROPPED_BUSY);
            dismiss(
                    linked,
                    draining ? Farewell.STOPPING : Farewell.OVER_CAPACITY,
                    node.settings().retryAfter());
        } else {
            peer(peer).tell(new NodeProxy.LinkUp(linked, permits(peer)));
        }
    }

    /** An authenticated peer is told why. */
    private static void dismiss(TransportConnection.Linked linked, Farewell why, Duration retry) {
        Dismissal.say(linked.link(), linked.wire(), why, retry);
        linked.connection().tell(new TransportConnection.Close("sent away: " + why));
    }

    private Behavior<Command> onUseTransport(UseTransport use) {
        transports.put(use.address().transport(), use);
        use.transport().tell(new TransportProtocol.ReportTo(linkEvents));
        adverts.listening(
                transports.values().stream().map(UseTransport::address).toList());
        return Behaviors.same();
    }

    // What NodeProxies ask.

    private Behavior<Command> onFromProxy(FromProxy from) {
        if (from.request() instanceof NodeProxy.Dial dial) {
            onDial(dial);
        } else if (from.request() instanceof NodeProxy.Judge judge) {
            onJudge(judge);
        } else if (from.request() instanceof NodeProxy.Dropped dropped) {
            node.books().keys().remove(dropped.peer(), dropped.id());
        } else if (from.request() instanceof NodeProxy.Attached attached) {
            adverts.attached(attached.peer());
            notifying.attached(attached.peer());
        } else if (from.request() instanceof NodeProxy.Detached detached) {
            adverts.detached(detached.peer());
            notifying.detached(detached.peer());
        } else if (from.request() instanceof NodeProxy.Untold untold) {
            notifying.owe(untold.peer(), untold.chain());
        } else if (from.request() instanceof NodeProxy.Noticed noticed) {
            onNoticed(noticed);
        } else if (from.request() instanceof NodeProxy.Heard heard) {
            adverts.heard(heard).ifPresent(this::reachAnew);
        } else {
            onEvidence(from.request());
        }
        return Behaviors.same();
    }

    private void onEvidence(NodeProxy.Request request) {
        if (request instanceof NodeProxy.Certify certify) {
            certify.replyTo().tell(notary.certify(certify));
        } else if (request instanceof NodeProxy.Reckon reckon) {
            reckon.replyTo().tell(notary.reckon(reckon));
        } else if (request instanceof NodeProxy.Agree agree) {
            agree.replyTo().tell(notary.agree(agree));
        } else if (request instanceof NodeProxy.Settle settle) {
            notary.settle(settle);
        }
    }

    private void onDial(NodeProxy.Dial dial) {
        UseTransport use = transports.get(dial.address().transport());
        if (use == null) {
            dial.replyTo()
                    .tell(new TransportProtocol.DialFailed("cannot reach " + dial.address()
                            + ": this node does not use that transport; add it to comity.transports"));
        } else {
            use.transport()
                    .tell(new TransportProtocol.Dial(dial.address(), dial.peer(), dial.lastLink(), dial.replyTo()));
        }
    }

    private void onJudge(NodeProxy.Judge judge) {
        Rights.Finding found = rights.judge(judge);
        Redeemed use = found.use();
        if (use == null) {
            onceReserved(() -> answer(judge, found));
        } else {
            context.pipeToSelf(rights.write(use), (done, failure) -> new Redeeming(judge, use, failure));
        }
    }

    private Behavior<Command> onRedeeming(Redeeming redeeming) {
        if (redeeming.failure() != null) {
            context.getLog()
                    .warn(
                            "an invitation cannot be taken: {}",
                            redeeming.failure().getMessage());
        }
        Rights.Finding found = rights.written(redeeming.use(), redeeming.failure());
        onceReserved(() -> answer(redeeming.judge(), found));
        return Behaviors.same();
    }

    /** Goes on when what was just accepted may be used: quotas are counted on the disk first. */
    private void onceReserved(Runnable deed) {
        CompletionStage<?> reserved = rights.reserveOpened();
        if (reserved.toCompletableFuture().isDone()) {
            deed.run();
        } else {
            context.pipeToSelf(reserved, (done, failure) -> new Then(deed));
        }
    }

    private Behavior<Command> onThen(Then then) {
        then.deed().run();
        return Behaviors.same();
    }

    private Behavior<Command> onReserve(Reserve reserve) {
        rights.reserve(reserve.root(), reserve.holder());
        return Behaviors.same();
    }

    private void answer(NodeProxy.Judge judge, Rights.Finding found) {
        Reason refused = found.refused();
        if (refused == null) {
            judge.replyTo().tell(permitted(judge.peer(), context.getSystem().ignoreRef()));
            adverts.review(judge.peer());
        } else {
            node.counters().add(Counter.refused(refused));
        }
        judge.replyTo().tell(new NodeProxy.Judged(judge.session(), judge.id(), refused, found.chain()));
        notifying.tell();
    }

    // What was taken back, and who is told.

    private Behavior<Command> notifyNow() {
        notifying.tell();
        return Behaviors.same();
    }

    private void notify(NodeId holder, NodeProxy.Notify notice) {
        ActorRef<NodeProxy.Command> proxy = peers.get(holder);
        if (proxy != null) {
            proxy.tell(notice);
        }
    }

    private void settled(Bytes chain) {
        rights.told(chain);
    }

    /** Only a node that is used here is heard, and only on what is its own. */
    private void onNoticed(NodeProxy.Noticed noticed) {
        NodeId owner = noticed.peer();
        Verified<Notice> notice = node.books().addresses().containsKey(owner)
                ? Notice.read(noticed.signed(), owner).orElse(null)
                : null;
        if (notice == null) {
            node.counters().add(Counter.DROPPED_NOTICE);
        } else if (node.books().notices().add(notice)) {
            Bytes chain = notice.value().chain();
            node.books().keys().remove(owner, chain);
            peer(owner).tell(new NodeProxy.LetGo(chain));
            context.getSystem()
                    .eventStream()
                    .tell(new EventStream.Publish<>(new NodeEvent.Revoked(owner, notice.value())));
        }
    }

    // What users of this node ask.

    private Behavior<Command> onEngine(Engine engine) {
        NodeId owner = engine.id().node();
        boolean isUsed = node.books().addresses().containsKey(owner);
        ActorRef<NodeProxy.Command> proxy = isUsed ? peer(owner) : reach(owner, List.of());
        proxy.tell(new NodeProxy.Engine(engine.id().name(), engine.protocol(), engine.replyTo()));
        return Behaviors.same();
    }

    private Behavior<Command> onDefine(Define define) {
        return answer(define.replyTo(), () -> {
            define.mission().allowed().forEach(this::requireMessages);
            define(define.mission());
            return Done.getInstance();
        });
    }

    /** What engines offer under the name of the mission anyway is not defined again: code may define more of it later. */
    private void define(Mission mission) {
        List<EngineRegistry.Entry> engines =
                node.registry().list(node.keyHolder().nodeId());
        boolean isOffered = engines.stream().anyMatch(entry -> entry.offered().containsKey(mission.name()));
        boolean isDefined = node.books().authority().missions().stream()
                .anyMatch(known -> known.name().equals(mission.name()));
        if (isDefined && (mission.allowed().isEmpty() || Offers.cover(mission, engines))) {
            return;
        }
        if (mission.allowed().isEmpty() && !isOffered) {
            throw new MissionException("mission \"" + mission.name()
                    + "\" allows nothing; spawn an engine that offers it, or name one with allow(…)");
        }
        node.books().authority().define(mission);
        if (!isDefined) {
            Set<NodeId> restored = rights.restore(mission.name());
            onceReserved(() -> changed(restored));
        }
    }

    /** An engine that is there must understand what the mission allows; one that is not may come later. */
    private void requireMessages(String engine, Set<Class<?>> types) {
        EngineId id = new EngineId(node.keyHolder().nodeId(), engine);
        Protocol<?> protocol =
                node.registry().find(id).map(EngineRegistry.Entry::protocol).orElse(null);
        for (Class<?> type : types) {
            if (protocol != null && !protocol.hasMessagesOf(type)) {
                throw new MissionException("engine \"" + engine + "\" understands no " + type.getSimpleName()
                        + " of another node; it understands " + String.join(", ", protocol.wireNames()));
            }
        }
    }

    private Behavior<Command> onInvite(Invite invite) {
        return answer(invite.replyTo(), () -> rights.invite(invite, addresses()));
    }

    private Behavior<Command> onGrant(GrantTo grant) {
        try {
            Chain made = rights.grant(grant.mission(), grant.holder(), grant.caveats());
            onceReserved(() -> {
                grant.replyTo().tell(StatusReply.success(made));
                changed(Set.of(grant.holder()));
            });
        } catch (MissionException misused) {
            grant.replyTo().tell(StatusReply.error(misused));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSign(Sign sign) {
        sign.replyTo().tell(StatusReply.success(sign.paper().apply(node.keyHolder())));
        return Behaviors.same();
    }

    private Behavior<Command> onStand(Stand stand) {
        List<Boolean> standing = new ArrayList<>();
        for (int i = 0; i < stand.chains().size(); i++) {
            standing.add(rights.stands(stand.holders().get(i), stand.chains().get(i)));
        }
        stand.replyTo().tell(StatusReply.success(standing));
        return Behaviors.same();
    }

    private Behavior<Command> onRevoke(Revoke revoke) {
        try {
            Revocation decided = rights.decide(revoke.what());
            context.pipeToSelf(
                    rights.record(decided), (done, failure) -> new Recorded(decided, failure, revoke.replyTo()));
        } catch (MissionException misused) {
            revoke.replyTo().tell(StatusReply.error(misused));
        }
        return Behaviors.same();
    }

    /** What could not be written holds all the same, and is tried again by the store. */
    private Behavior<Command> onRecorded(Recorded recorded) {
        StatusReply<Done> reply = recorded.failure() == null
                ? StatusReply.success(Done.getInstance())
                : StatusReply.error(new MissionException("the revocation holds, but the disk of comity.home did not"
                        + " take it; make room there, and it is written by itself: should this node end before, it does"
                        + " not start again without your word"));
        settle(rights.apply(recorded.decided()), () -> recorded.replyTo().tell(reply));
        return notifyNow();
    }

    /** Goes on when nothing that these nodes sent while they still might is on its way to an engine. */
    private void settle(Set<NodeId> holders, Runnable then) {
        Map<NodeId, ActorRef<NodeProxy.Command>> connected = new HashMap<>(peers);
        connected.keySet().retainAll(holders);
        ActorRef<NodeProxy.Settled> settled =
                context.spawnAnonymous(Settling.create(Set.copyOf(connected.values()), then));
        connected.forEach((holder, proxy) -> proxy.tell(permitted(holder, settled)));
        holders.forEach(adverts::review);
    }

    private NodeProxy.Permits permitted(NodeId holder, ActorRef<NodeProxy.Settled> replyTo) {
        return new NodeProxy.Permits(permits(holder), replyTo);
    }

    /** What these nodes may do is not what it was. */
    private Behavior<Command> changed(Set<NodeId> holders) {
        for (NodeId holder : holders) {
            tellPermits(holder);
            adverts.review(holder);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onAccept(Accept accept) {
        Invitation invitation = accept.invitation();
        ActorRef<NodeProxy.Command> issuer = reach(invitation.issuer(), addresses(invitation.addresses()));
        issuer.tell(new NodeProxy.Present(invitation.signed(), accept.replyTo()));
        return Behaviors.same();
    }

    private static List<Address> addresses(List<String> told) {
        return told.stream().flatMap(text -> Address.parse(text).stream()).toList();
    }

    private Behavior<Command> onPresent(Present present) {
        Bytes credential = Presentation.of(present.chain()).encode();
        reach(present.chain().root().owner(), List.of()).tell(new NodeProxy.Present(credential, present.replyTo()));
        return Behaviors.same();
    }

    private Behavior<Command> onMakeKey(MakeKey make) {
        return answer(make.replyTo(), () -> rights.key(make.mission(), make.caveats(), addresses()));
    }

    private Behavior<Command> onPresentKey(PresentKey present) {
        MissionKey key = present.key();
        if (node.books().keys().add(key)) {
            reach(key.owner(), addresses(key.addresses())).tell(uphold(key, present.replyTo()));
        } else {
            present.replyTo()
                    .tell(new NodeProxy.Presented(
                            Reason.OVERLOADED,
                            "this node presents as many mission keys as it may; see comity.missions.max-keys"));
        }
        return Behaviors.same();
    }

    private NodeProxy.Uphold uphold(MissionKey key, @Nullable ActorRef<NodeProxy.Presented> replyTo) {
        NodeId self = node.keyHolder().nodeId();
        return new NodeProxy.Uphold(
                key.chain().id(), session -> key.presentation(session, self).encode(), replyTo);
    }

    private Behavior<Command> onPassOn(PassOn pass) {
        return answer(pass.replyTo(), () -> rights.passOn(pass.chain(), pass.holder(), pass.caveats()));
    }

    private Behavior<Command> onStayConnected(StayConnected stay) {
        node.books().permanent().removeIf(known -> known.equals(stay.node()));
        if (stay.permanent()) {
            node.books().permanent().add(stay.node());
        }
        reach(stay.node(), List.of()).tell(new NodeProxy.StayConnected(stay.permanent()));
        return Behaviors.same();
    }

    /** Answers when every NodeProxy has; each answers in bounded time. */
    private Behavior<Command> onDrain(Drain drain) {
        draining = true;
        AtomicInteger open = new AtomicInteger(peers.size());
        if (peers.isEmpty()) {
            drain.replyTo().tell(Done.getInstance());
        }
        ActorRef<Done> each = context.spawnAnonymous(Behaviors.receiveMessage(done -> {
            if (open.decrementAndGet() > 0) {
                return Behaviors.same();
            }
            drain.replyTo().tell(done);
            return Behaviors.stopped();
        }));
        peers.values().forEach(proxy -> proxy.tell(new NodeProxy.Drain(each)));
        return Behaviors.same();
    }

    private Behavior<Command> onMeet(Meet meet) {
        reach(meet.node(), meet.addresses());
        return Behaviors.same();
    }

    private <T> Behavior<Command> answer(ActorRef<StatusReply<T>> replyTo, Supplier<T> deed) {
        try {
            replyTo.tell(StatusReply.success(deed.get()));
        } catch (MissionException misused) {
            replyTo.tell(StatusReply.error(misused));
        }
        return Behaviors.same();
    }

    // Adverts.

    private void pass(NodeId to, List<Bytes> signed) {
        ActorRef<NodeProxy.Command> proxy = peers.get(to);
        if (proxy != null) {
            proxy.tell(new NodeProxy.Pass(signed));
        }
    }

    /** A node whose addresses somebody here wanted has told of others. */
    private void reachAnew(NodeId told) {
        ActorRef<NodeProxy.Command> proxy = peers.get(told);
        if (proxy != null) {
            proxy.tell(new NodeProxy.ReachAt(adverts.candidates(told)));
        }
    }

    private Behavior<Command> onAdvertTimer(AdvertTimer timer) {
        switch (timer) {
            case RENEW -> adverts.renew();
            case GOSSIP -> adverts.gossip();
        }
        return Behaviors.same();
    }

    private List<String> addresses() {
        return transports.isEmpty()
                ? reachedAt
                : transports.values().stream()
                        .map(use -> use.address().toString())
                        .toList();
    }

    // Who may use what.

    private Behavior<Command> onEngineChanged(EngineChanged changed) {
        NodeId owner = changed.change() instanceof EngineRegistry.Registered registered
                ? registered.entry().id().node()
                : ((EngineRegistry.Unregistered) changed.change()).id().node();
        if (owner.equals(node.keyHolder().nodeId())) {
            if (changed.change() instanceof EngineRegistry.Registered registered) {
                registered.entry().offered().keySet().forEach(this::defineOffered);
            }
            peers.keySet().forEach(this::tellPermits);
        }
        return Behaviors.same();
    }

    /** Who holds such a mission from before this boot has it again, whether or not code speaks of it. */
    private void defineOffered(String mission) {
        try {
            define(new Mission(mission, Map.of()));
        } catch (MissionException full) {
            context.getLog().warn("what is offered under \"{}\" cannot be granted: {}", mission, full.getMessage());
        }
    }

    private Behavior<Command> onLookup(Lookup lookup) {
        List<Grant> grants = rights.heldBy(lookup.holder());
        Permit permit = node.registry()
                .find(new EngineId(node.keyHolder().nodeId(), lookup.engine()))
                .flatMap(entry -> permit(entry, grants))
                .orElse(null);
        lookup.replyTo().tell(new Standing(!grants.isEmpty(), permit));
        return Behaviors.same();
    }

    private Behavior<Command> onInquire(Inquire inquire) {
        Overview overview = surveyor.overview();
        Overview.Encounter encounter = inquire.about()
                .map(other -> surveyor.encounter(other, adverts.isFindable(other)))
                .orElse(null);
        ActorRef<NodeProxy.Command> proxy = encounter == null ? null : peers.get(encounter.node());
        if (encounter != null && proxy != null) {
            context.spawnAnonymous(Surveyor.completing(overview, encounter, proxy, inquire.replyTo()));
        } else {
            inquire.replyTo().tell(StatusReply.success(encounter == null ? overview : overview.with(encounter)));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onRecall(Recall recall) {
        reachedAt = recall.reachedAt();
        return answer(recall.replyTo(), () -> {
            for (String mission : recall.missions()) {
                node.books().authority().define(new Mission(mission, Map.of()));
                changed(rights.restore(mission));
            }
            return Done.getInstance();
        });
    }

    private void tellPermits(NodeId holder) {
        ActorRef<NodeProxy.Command> proxy = peers.get(holder);
        if (proxy != null) {
            proxy.tell(permitted(holder, context.getSystem().ignoreRef()));
        }
    }

    /** The engines of this node that {@code holder} has any right to, as far as they exist now. */
    private List<Permit> permits(NodeId holder) {
        List<Grant> grants = rights.heldBy(holder);
        if (grants.isEmpty()) {
            return List.of();
        }
        return node.registry().list(node.keyHolder().nodeId()).stream()
                .flatMap(entry -> permit(entry, grants).stream())
                .toList();
    }

    private static Optional<Permit> permit(EngineRegistry.Entry entry, List<Grant> grants) {
        return Optional.ofNullable(entry.protocol())
                .map(protocol -> new Permit(entry.id().name(), entry.actor(), protocol, Offers.complete(grants, entry)))
                .filter(Permit::showsAnything);
    }

    // NodeProxies.

    /** Somebody here wants to reach {@code peer}, of which it was told these addresses, perhaps none. */
    private ActorRef<NodeProxy.Command> reach(NodeId peer, List<Address> told) {
        if (!told.isEmpty()) {
            node.books().addresses().put(peer, told);
        } else {
            node.books().addresses().putIfAbsent(peer, List.of());
        }
        adverts.review(peer);
        ActorRef<NodeProxy.Command> proxy = peer(peer);
        proxy.tell(new NodeProxy.ReachAt(adverts.candidates(peer)));
        return proxy;
    }

    private ActorRef<NodeProxy.Command> peer(NodeId peer) {
        return peers.computeIfAbsent(peer, this::spawn);
    }

    private ActorRef<NodeProxy.Command> spawn(NodeId peer) {
        ActorRef<NodeProxy.Command> proxy = context.spawn(
                Behaviors.supervise(NodeProxy.create(peer, proxyNeeds)).onFailure(SupervisorStrategy.stop()),
                "node-" + ++spawned + "-" + peer);
        context.watchWith(proxy, new ProxyEnded(peer, proxy));
        proxy.tell(new NodeProxy.ReachAt(adverts.candidates(peer)));
        node.books().keys().of(peer).forEach(key -> proxy.tell(uphold(key, null)));
        if (node.books().permanent().contains(peer)) {
            proxy.tell(new NodeProxy.StayConnected(true));
        }
        return proxy;
    }

    private Behavior<Command> onProxyEnded(ProxyEnded ended) {
        if (peers.remove(ended.peer(), ended.proxy())) {
            adverts.detached(ended.peer());
            notifying.detached(ended.peer());
            rights.lapse(ended.peer());
        }
        if (node.books().permanent().contains(ended.peer()) && !draining) {
            peer(ended.peer());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onStop(PostStop stopped) {
        node.registry().unwatch(engineChanges);
        return Behaviors.same();
    }
}
