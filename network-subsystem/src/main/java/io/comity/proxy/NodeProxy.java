package io.comity.proxy;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.evidence.Account;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.limit.Limit;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.selection.Candidate;
import io.comity.selection.Preference;
import io.comity.selection.Selection;
import io.comity.session.Link;
import io.comity.transport.Address;
import io.comity.transport.TransportConnection;
import io.comity.transport.TransportProtocol;
import io.comity.wire.Farewell;
import io.comity.wire.UrMessage;
import io.comity.witness.Shelf;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All communication with one remote node: does what its {@link Connectivity}, which has the states, decides. One receive table;
 * what is open depends on three parts that change together with the state: the {@link Conversation} (kept from link to link), the
 * {@link Lifeline} it runs over now, and the {@link Dialler}.
 *
 * <p>When the session ends, every EngineProxy that was learned in it stops, so that a watch on it fires.
 */
public final class NodeProxy {
    /** No peer says for how long it must not be dialled beyond this. */
    private static final Duration MAX_RETRY = Duration.ofHours(1);

    public sealed interface Command {}

    /** Find the EngineProxy for an engine, or spawn it. Expected sender: the Router. */
    public record Engine(String name, Protocol<?> protocol, ActorRef<ActorRef<Object>> replyTo) implements Command {}

    /** Present an invitation or a grant of the remote node to it. Expected sender: the Router. */
    public record Present(Credential credential, ActorRef<Presented> replyTo) implements Command {
        public Present(Bytes credential, ActorRef<Presented> replyTo) {
            this(session -> credential, replyTo);
        }
    }

    /**
     * Present this in every session from now on, until the remote node will never take it again. Expected sender: the Router.
     *
     * @param id of the chain
     * @param replyTo hears how the first time ends; without it the remote node took it before, and there is no hurry
     */
    public record Uphold(
            Bytes id, Credential credential, @Nullable ActorRef<Presented> replyTo) implements Command {}

    /** Present it no more. Expected sender: the Router. */
    public record LetGo(Bytes id) implements Command {}

    /** The remote node may be reached here. Expected sender: the Router. */
    public record ReachAt(List<Candidate> candidates) implements Command {
        public ReachAt {
            candidates = List.copyOf(candidates);
        }
    }

    /** An authenticated link with the remote node. Expected sender: the Router. */
    public record LinkUp(TransportConnection.Linked linked, List<Permit> permits) implements Command {
        public LinkUp {
            permits = List.copyOf(permits);
        }
    }

    /** What the remote node may use from now on; answered by {@link Settled}. Expected sender: the Router. */
    public record Permits(List<Permit> permits, ActorRef<Settled> replyTo) implements Command {
        public Permits {
            permits = List.copyOf(permits);
        }
    }

    /** No message that passed a gate before is still on its way to an engine. */
    public record Settled(ActorRef<Command> proxy) {}

    /**
     * The Router's verdict on what the remote node presented under {@code id}; null grants it.
     *
     * @param session that of the {@link Judge}: a verdict that outlives its session is nobody's
     * @param chain what was granted
     */
    public record Judged(Bytes session, long id, @Nullable Reason refused, Bytes chain) implements Command {
        public Judged(Bytes session, long id, @Nullable Reason refused) {
            this(session, id, refused, Bytes.EMPTY);
        }
    }

    /**
     * A key of a session, and the node's word for it. Expected sender of this and the next two: the Router.
     *
     * @param renewSeconds when to ask again, in Unix seconds
     */
    public record Certified(Bytes session, KeyHolder key, Bytes certificate, long renewSeconds) implements Command {}

    /** The node has signed this account of what the remote node sent. */
    public record Reckoned(Account account, Bytes signed) implements Command {}

    /** The node has signed the account of the remote node up to its entry {@code last}. */
    public record Agreed(Bytes session, long last, Bytes signed) implements Command {}

    /** Stay connected with the remote node, or no longer. Expected sender: the Router. */
    public record StayConnected(boolean permanent) implements Command {}

    /** Say these adverts to the remote node, if it is connected. Expected sender: the Router. */
    public record Pass(List<Bytes> adverts) implements Command {
        public Pass {
            adverts = List.copyOf(adverts);
        }
    }

    /** Say this revocation notice to the remote node, or {@link Untold say} that it is not connected. Expected sender: the Router. */
    public record Notify(Bytes chain, Bytes signed) implements Command {}

    /** Say what is known of the remote node now. Expected sender: the Router. */
    public record Describe(ActorRef<Acquaintance> replyTo) implements Command {}

    /** Hand over what waits, say goodbye and answer; nothing is sent afterwards. Expected sender: the Router. */
    public record Drain(ActorRef<Done> replyTo) implements Command {}

    /** Something has to be sent, and the first link may be over what is preferred. */
    record Connect(Preference preference) implements Command {}

    /** A message may only take these transports; answered by {@link EngineProxy.Moved}. */
    record Move(ActorRef<Object> proxy, Preference preference) implements Command {}

    /** What became of one dial of the {@link Dialler}, and in which of its rounds. */
    record DialEnded(long round, Address address, TransportProtocol.DialReply reply, long begunNanos)
            implements Command {}

    enum Timer implements Command {
        DIAL,
        RETRY,
        KEEP,
        BEAT,
        STRANGER,
        LEAVE,
        DRAIN
    }

    record ConnectionEnded(ActorRef<TransportConnection.Command> connection) implements Command {}

    record ProxyEnded(String name, ActorRef<Object> proxy) implements Command {}

    record FromSession(Session.Event event) implements Command {}

    /** How presenting something ended; a null reason is success, and then {@code chain} is what was granted, perhaps empty. */
    public record Presented(@Nullable Reason refused, String explanation, Bytes chain) {
        public Presented(@Nullable Reason refused, String explanation) {
            this(refused, explanation, Bytes.EMPTY);
        }
    }

    /** What a NodeProxy asks of the Router. */
    public sealed interface Request {}

    /**
     * Dial the remote node; answered to {@code replyTo}.
     *
     * @param lastLink the handshake hash of the last link with it, or nothing
     */
    public record Dial(Address address, NodeId peer, Bytes lastLink, ActorRef<TransportProtocol.DialReply> replyTo)
            implements Request {}

    /**
     * Judge a credential that the remote node presented; answered by {@link Judged}.
     *
     * @param session the name of its session, to be given back
     */
    public record Judge(NodeId peer, Bytes session, long id, Bytes credential, ActorRef<Command> replyTo)
            implements Request {}

    /**
     * Vouch for the key of a session; answered by {@link Certified}.
     *
     * @param key null to have one made
     */
    public record Certify(
            NodeId peer, Bytes session, @Nullable KeyHolder key, ActorRef<Command> replyTo) implements Request {}

    /** Add these entries to the ledger of what the remote node sent, and sign it; answered by {@link Reckoned}. */
    public record Reckon(NodeId peer, Bytes session, List<Account.Entry> entries, ActorRef<Command> replyTo)
            implements Request {
        public Reckon {
            entries = List.copyOf(entries);
        }
    }

    /** The remote node has signed the ledger of what it sent up to entry {@code last}. */
    public record Settle(NodeId peer, Bytes session, long last, Bytes signed) implements Request {}

    /** This account of the remote node is true: sign and keep it; answered by {@link Agreed}. */
    public record Agree(Account account, Bytes signed, ActorRef<Command> replyTo) implements Request {}

    /** The remote node hears what is said from now on, and has heard nothing in this session or on this link yet. */
    public record Attached(NodeId peer) implements Request {}

    /** What is said to the remote node now does not reach it. */
    public record Detached(NodeId peer) implements Request {}

    /** What was {@link Uphold upheld} is not any more, since the remote node did not take it. */
    public record Dropped(NodeId peer, Bytes id, Reason why) implements Request {}

    /** The remote node could not be told that this chain is dead. */
    public record Untold(NodeId peer, Bytes chain) implements Request {}

    /** The remote node said a revocation notice, or what looks like one. */
    public record Noticed(NodeId peer, Bytes signed) implements Request {}

    /** The remote node said an advert, its own or that of another. */
    public record Heard(NodeId peer, Bytes advert) implements Request {}

    /**
     * @param outboxBytes of messages that wait to be sealed
     * @param controlBytes of control messages that wait to be sealed
     * @param creditBytes of records that either side may have sent and not seen acknowledged
     * @param large messages that are longer than a record
     * @param maxEngines proxied of the remote node
     * @param maxPresenting invitations presented and not yet answered
     * @param selection how its addresses are tried
     * @param strangerTimeout how long an authenticated peer that holds no grant may stay
     */
    public record Settings(
            int outboxBytes,
            int controlBytes,
            int creditBytes,
            Large large,
            int maxEngines,
            int maxPresenting,
            References references,
            Selection.Settings selection,
            Duration strangerTimeout,
            Vigilance vigilance,
            Connectivity.Settings connectivity,
            EngineProxy.Settings engine) {}

    /**
     * Actors that are named in messages.
     *
     * @param max of them that the other side may name, and of its own that are kept here
     * @param replyDeadline how long an answer may take
     * @param replyBytes of an answer
     * @param lease how long, while connected, the other side may keep one of which it does not speak
     * @param perSecond messages to one that may be used again, as many of them at once
     */
    public record References(int max, Duration replyDeadline, int replyBytes, Duration lease, int perSecond) {
        ExportTable.Limits limits(long leaseBeats) {
            long interval = Duration.ofSeconds(1).toNanos() / perSecond;
            Limit rate = new Limit(interval, Limit.toleranceNs(interval, perSecond), Long.MAX_VALUE, Integer.MAX_VALUE);
            return new ExportTable.Limits(max, replyDeadline.toNanos(), replyBytes, leaseBeats, rate);
        }
    }

    /**
     * Messages that are longer than a record.
     *
     * @param maxBytes of one message, in either direction
     * @param outboxBytes that wait to be sent
     * @param inboxBytes of those that are arriving
     */
    public record Large(int maxBytes, int outboxBytes, int inboxBytes) {}

    /**
     * How a link that is up is looked after.
     *
     * @param heartbeat how often something is said, whether or not there is anything to say
     * @param missedBeats of the other side that mean that it, or the way to it, is gone
     * @param idle after which a connection that nobody made permanent is closed
     * @param rekey after which keys are changed, however little they sealed
     * @param drain how long the end of a node may wait for what waits to be sent
     */
    public record Vigilance(Duration heartbeat, int missedBeats, Duration idle, Duration rekey, Duration drain) {
        /** Of a heartbeat, at which all connections beat: for however many, a node wakes no oftener. */
        private static final int MOMENTS = 8;

        /** From {@code nanoTime} to the beat after it: to the last of those moments within a heartbeat. */
        Duration untilBeat(long nanoTime) {
            return Duration.ofNanos(heartbeat.toNanos() - Math.floorMod(nanoTime, heartbeat.toNanos() / MOMENTS));
        }

        long beatsIn(Duration time) {
            return Math.max(1, time.toNanos() / heartbeat.toNanos());
        }
    }

    /**
     * What a NodeProxy needs of its node.
     *
     * @param usesTransport whether this node dials with a transport, by its name
     * @param shelf for what the remote node signs
     * @param maxUnsigned accounts of it that the remote node may owe its signature
     * @param logs of what remote nodes do
     */
    public record Context(
            ActorRef<Request> router,
            EngineRegistry registry,
            NodeId self,
            Settings settings,
            Counters counters,
            Predicate<String> usesTransport,
            RandomGenerator random,
            LongSupplier nanoTime,
            LongSupplier unixSeconds,
            Shelf shelf,
            int maxUnsigned,
            PeerLogs logs) {
        /** Nothing that the remote node signs is kept. */
        public Context(
                ActorRef<Request> router,
                EngineRegistry registry,
                NodeId self,
                Settings settings,
                Counters counters,
                Predicate<String> usesTransport,
                RandomGenerator random,
                LongSupplier nanoTime,
                LongSupplier unixSeconds) {
            this(
                    router,
                    registry,
                    self,
                    settings,
                    counters,
                    usesTransport,
                    random,
                    nanoTime,
                    unixSeconds,
                    new Shelf(0),
                    Integer.MAX_VALUE,
                    PeerLogs.of(nanoTime));
        }
    }

    /** So that strangers, whatever they do, leave no line out that is about a friend. */
    public record PeerLogs(PeerLog ofStrangers, PeerLog ofOthers) {
        public static PeerLogs of(LongSupplier nanoTime) {
            return new PeerLogs(new PeerLog(nanoTime), new PeerLog(nanoTime));
        }

        PeerLog of(boolean isStranger) {
            return isStranger ? ofStrangers : ofOthers;
        }
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final NodeId peer;
    private final Context node;
    private final EngineProxies proxies;
    private final Presentations presentations;
    private final Upheld upheld;
    private final Connectivity connectivity;
    private final Dialler dialler;
    private final Lifeline line;
    private final Sessions sessions;
    private final Boots boots = new Boots();
    private final Moves moves = new Moves();
    /** Of the round of dials that is under way, or was the last. */
    private Preference round = Preference.ANY;
    /** Of the next round, if whoever wants a link agrees. */
    private @Nullable Preference wish;

    /** A link may be here before the news that its dial has ended. */
    private boolean moveWhenDialled;

    private boolean isKnown;
    private String lastFailure = "";
    private Map<String, Reason> withdrawnBefore = Map.of();
    private List<Permit> permits = List.of();
    private @Nullable Conversation conversation;
    private @Nullable ActorRef<Done> draining;

    private NodeProxy(ActorContext<Command> context, TimerScheduler<Command> timers, NodeId peer, Context node) {
        this.context = context;
        this.timers = timers;
        this.peer = peer;
        this.node = node;
        this.proxies = new EngineProxies(context, peer, node);
        this.presentations = new Presentations(node.settings().maxPresenting());
        this.upheld = new Upheld(presentations, (id, why) -> node.router().tell(new Dropped(peer, id, why)));
        this.connectivity = new Connectivity(node.settings().connectivity(), node.random());
        this.dialler = new Dialler(context, timers, peer, node);
        ActorRef<Command> self = context.getSelf();
        this.sessions =
                new Sessions(Adapter.toClassic(context.getSystem()), node, event -> self.tell(new FromSession(event)));
        this.line = new Lifeline(context, timers, peer, node, sessions::begin, this::log);
    }

    public static Behavior<Command> create(NodeId peer, Context node) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeProxy(context, timers, peer, node).serving()));
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onMessage(Engine.class, this::onEngine)
                .onMessage(Present.class, this::onPresent)
                .onMessage(Uphold.class, this::onUphold)
                .onMessage(LetGo.class, this::onLetGo)
                .onMessage(ReachAt.class, this::onReachAt)
                .onMessage(StayConnected.class, this::onStayConnected)
                .onMessage(Connect.class, connect -> want(connect.preference()))
                .onMessage(Move.class, this::onMove)
                .onMessage(DialEnded.class, this::onDialEnded)
                .onMessage(LinkUp.class, this::onLinkUp)
                .onMessage(ConnectionEnded.class, this::onConnectionEnded)
                .onMessage(FromSession.class, from -> onFromSession(from.event()))
                .onMessage(Permits.class, this::onPermits)
                .onMessage(Judged.class, this::onJudged)
                .onMessage(Certified.class, this::onCertified)
                .onMessage(Reckoned.class, this::onReckoned)
                .onMessage(Agreed.class, this::onAgreed)
                .onMessage(Pass.class, this::onPass)
                .onMessage(Notify.class, this::onNotify)
                .onMessage(ProxyEnded.class, this::onProxyEnded)
                .onMessage(Timer.class, this::onTimer)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(Describe.class, this::onDescribe)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    // Deciding.

    /** Does what was decided; stops at last when the other node is a stranger of whom nothing is left. */
    private Behavior<Command> act(List<Connectivity.Output> outputs) {
        outputs.forEach(this::act);
        return isForgotten() ? Behaviors.stopped() : Behaviors.same();
    }

    private void act(Connectivity.Output output) {
        if (output instanceof Connectivity.Dial) {
            timers.cancel(Timer.RETRY);
            lost(dial(preference()));
        } else if (output instanceof Connectivity.Retry retry) {
            timers.startSingleTimer(Timer.RETRY, retry.in());
        } else if (output instanceof Connectivity.Keep keep) {
            timers.startSingleTimer(Timer.KEEP, keep.atMost());
        } else if (output instanceof Connectivity.End end) {
            endSession(end.why());
        } else if (output instanceof Connectivity.Fail fail) {
            fail(fail.cause());
        }
    }

    private boolean isForgotten() {
        return connectivity.state() == Connectivity.State.IDLE
                && !line.isUp()
                && conversation == null
                && !isKnown
                && line.last().size() > 0;
    }

    private void fail(String cause) {
        lastFailure = cause;
        log().info(context.getLog(), "cannot connect to {}: {}", peer, cause);
        proxies.giveUp(Reason.UNREACHABLE);
        failWaiting(cause);
        publish(new NodeEvent.ConnectFailed(peer, cause));
    }

    private void failWaiting(String cause) {
        presentations.failWaiting(cause);
        upheld.fail(cause);
    }

    private Behavior<Command> onDescribe(Describe describe) {
        Imports now = imports();
        describe.replyTo()
                .tell(new Acquaintance(
                        connectivity.isConnected(),
                        lastFailure,
                        now == null ? Map.of() : now.told(),
                        now == null ? withdrawnBefore : now.withdrawn()));
        return Behaviors.same();
    }

    private void publish(NodeEvent event) {
        context.getSystem().eventStream().tell(new EventStream.Publish<>(event));
    }

    private Behavior<Command> onTimer(Timer timer) {
        return switch (timer) {
            case DIAL -> lost(dialler.due());
            case RETRY -> act(connectivity.retryDue());
            case KEEP -> act(connectivity.keepOver());
            case BEAT -> onBeat();
            case STRANGER -> onStrangerOverdue();
            case LEAVE -> linkLost("it was told to dial again");
            case DRAIN -> drained();
        };
    }

    // Dialling.

    private Behavior<Command> onReachAt(ReachAt reachAt) {
        dialler.candidates(reachAt.candidates());
        isKnown = !reachAt.candidates().isEmpty();
        return act(connectivity.dialable(isKnown));
    }

    private Behavior<Command> onStayConnected(StayConnected stay) {
        wish = Preference.ANY;
        return act(connectivity.permanent(stay.permanent()));
    }

    private Behavior<Command> onDialEnded(DialEnded ended) {
        Behavior<Command> next = lost(dialler.ended(ended));
        return moveWhenDialled && connectivity.isConnected() ? moveOn() : next;
    }

    /** @param cause why every address has failed; null when a dial is still under way, or was won */
    private Behavior<Command> lost(@Nullable String cause) {
        if (cause == null) {
            return Behaviors.same();
        }
        if (connectivity.isConnected()) {
            return notMoved(cause);
        }
        if (!round.isAny() && bound().isAny() && Preference.ANY.equals(wish)) {
            return lost(dial(Preference.ANY));
        }
        wish = null;
        return act(connectivity.dialsFailed(cause));
    }

    private @Nullable String dial(Preference preference) {
        round = preference;
        return dialler.start(preference, line.last());
    }

    private Behavior<Command> want(Preference preference) {
        wish = wish == null || wish.equals(preference) ? preference : Preference.ANY;
        return act(connectivity.wanted());
    }

    /** What cannot take any other transport decides, then what nobody objects to. */
    private Preference preference() {
        Preference wished = wish == null ? Preference.ANY : wish;
        return bound().isAny() ? wished : bound();
    }

    private Preference bound() {
        return conversation == null ? Preference.ANY : conversation.session().boundNow();
    }

    // Moving to another transport.

    private Behavior<Command> onMove(Move move) {
        moves.add(move.proxy(), move.preference());
        if (!connectivity.isConnected()) {
            return want(move.preference());
        }
        return line.serves(bound()) ? moved() : Behaviors.same();
    }

    /** One round of dials at a time, the link that stands staying as it is. */
    private Behavior<Command> moveOn() {
        moveWhenDialled = dialler.isDialling();
        Optional<Preference> wanted = line.serves(bound()) ? moves.next() : Optional.of(bound());
        return wanted.isPresent() && !moveWhenDialled ? lost(dial(wanted.get())) : Behaviors.same();
    }

    private Behavior<Command> notMoved(String cause) {
        log().info(context.getLog(), "{} is not to be had over {}: {}", peer, round, cause);
        if (!line.serves(bound())) {
            breakOff("what was sent over " + bound() + " cannot be sent again over it: " + cause);
            return Behaviors.same();
        }
        moves.settle(round::equals);
        return moveOn();
    }

    /** There is another link, and both sides know what the other has; what may not take it still binds the session. */
    private Behavior<Command> moved() {
        if (line.serves(bound())) {
            moves.settle(line::serves);
        }
        return moveOn();
    }

    // A link comes and goes.

    private Behavior<Command> onLinkUp(LinkUp up) {
        permits = up.permits();
        TransportConnection.Linked linked = up.linked();
        if (draining != null || !line.admits(linked.link())) {
            linked.connection().tell(new TransportConnection.Close("a second link with the same node"));
            return connectivity.isConnected() ? moveOn() : Behaviors.same();
        }
        Boots.Finding boot = boots.meet(
                linked.link().peerBootEpoch(), line.isUp(), node.nanoTime().getAsLong());
        if (boot.isTwice()) {
            return onTwice(linked, boot);
        }
        return onLink(linked);
    }

    private Behavior<Command> onLink(TransportConnection.Linked linked) {
        detach("another link took its place");
        dialler.stop();
        timers.cancel(Timer.RETRY);
        timers.cancel(Timer.KEEP);
        boolean isFresh = conversation == null;
        line.attach(linked, goOn(linked.link()).session());
        watchForStranger();
        wish = null;
        lastFailure = "";
        act(connectivity.linkUp());
        return isFresh ? moved() : Behaviors.same();
    }

    /** Two processes have the other node's key; each hears it, and the owner of this node. */
    private Behavior<Command> onTwice(TransportConnection.Linked linked, Boots.Finding boot) {
        if (boot.isNews()) {
            String where = linked.wire().remote();
            log().warn(
                            context.getLog(),
                            "two processes use the key of {}, one of them at {}: {}",
                            peer,
                            where,
                            Boots.SEEN);
            publish(new NodeEvent.SeenTwice(peer, Boots.SEEN));
        }
        Behavior<Command> next = boot.isAdmitted() ? onLink(linked) : sendAway(linked);
        if (boot.tells()) {
            line.farewell(Farewell.TWICE);
            timers.startSingleTimer(Timer.LEAVE, node.settings().vigilance().drain());
        }
        return next;
    }

    private Behavior<Command> sendAway(TransportConnection.Linked linked) {
        Dismissal.say(linked.link(), linked.wire(), Farewell.TWICE, Boots.ABSENCE);
        linked.connection().tell(new TransportConnection.Close("sent away: " + Farewell.TWICE));
        if (line.isUp()) {
            return moveOn();
        }
        dialler.stop();
        return act(connectivity.dialsFailed("two processes use its key: " + Boots.SEEN));
    }

    /** The session that stands, brought up to date, or a new one. */
    private Conversation goOn(Link link) {
        Conversation now = conversation;
        if (now == null) {
            now = converse(sessions.begin(link));
            now.begin(permits);
        } else {
            now.goOn(permits);
        }
        return now;
    }

    private Conversation converse(Session session) {
        Lending lending = new Lending(context, session);
        Conversation fresh = new Conversation(
                context, node, proxies, presentations, upheld, session, lending, this::isStranger, this::breakOff);
        conversation = fresh;
        return fresh;
    }

    private Behavior<Command> onConnectionEnded(ConnectionEnded ended) {
        return line.isOver(ended.connection()) ? linkLost("the connection was lost") : Behaviors.same();
    }

    private Behavior<Command> linkLost(String cause) {
        boolean own = line.isOwn();
        detach(cause);
        if (draining != null) {
            return drained();
        }
        if (own) {
            dialler.broke();
        }
        return act(connectivity.linkLost(isWorthKeeping(), own));
    }

    private void detach(String cause) {
        if (line.isUp()) {
            boots.left(node.nanoTime().getAsLong());
            timers.cancel(Timer.LEAVE);
        }
        line.detach(cause, conversation == null ? null : conversation.session());
    }

    /** A stranger's session is not waited for. */
    private boolean isWorthKeeping() {
        return conversation != null && (!conversation.offersNothing() || isOfUse());
    }

    /** What a peer offers is no reason to keep it, unless somebody here asked for it or knows the peer. */
    private boolean isOfUse() {
        return proxies.isAnyWanted() || isKnown && (!proxies.isEmpty() || !presentations.isEmpty() || upheld.isAsked());
    }

    private PeerLog log() {
        return node.logs().of(isStranger());
    }

    /** Nobody here knows it or wants anything of it, and it has no right here. */
    private boolean isStranger() {
        return !isKnown && !proxies.isAnyWanted() && (conversation == null || conversation.offersNothing());
    }

    private void endSession(String why) {
        Conversation ended = conversation;
        detach(why);
        timers.cancel(Timer.KEEP);
        timers.cancel(Timer.STRANGER);
        if (ended != null) {
            conversation = null;
            withdrawnBefore = ended.imports().withdrawn();
            ended.end();
            log().info(context.getLog(), "the session with {} is over: {}", peer, why);
            publish(new NodeEvent.SessionEnded(peer, why));
        }
    }

    /** The peer did what it may not. */
    private void breakOff(String why) {
        context.getSelf().tell(new FromSession(new Session.Broken(session(), why)));
    }

    private Session session() {
        return Objects.requireNonNull(conversation, "a peer is heard in a conversation")
                .session();
    }

    // The session.

    private Behavior<Command> onFromSession(Session.Event event) {
        Conversation now = conversation;
        if (now == null || event.session() != now.session()) {
            return Behaviors.same();
        }
        if (event instanceof Session.Said said) {
            return onSaid(said.message(), now);
        } else if (event instanceof Session.Replaced replaced) {
            onReplaced(replaced.fresh(), now);
        } else if (event instanceof Session.Broken broken) {
            log().warn(context.getLog(), "the session with {} is ended: {}", peer, broken.why());
            return act(connectivity.sessionOver(broken.why()));
        } else if (event instanceof Session.Lent lent) {
            now.lending().lent(lent.target());
        } else if (event instanceof Session.Unwatched) {
            now.lending().unwatched();
        } else if (event instanceof Session.Bereft bereft) {
            now.lending().ended(bereft.target());
        } else if (event instanceof Session.Reckoned) {
            now.reckon();
        } else if (event instanceof Session.Wanted) {
            return want(Preference.ANY);
        } else if (event instanceof Session.Resumed) {
            return moved();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSaid(UrMessage message, Conversation now) {
        if (message instanceof UrMessage.Bye bye) {
            now.session().controlHandled(bye);
            return onBye(bye);
        }
        now.hear(message);
        return Behaviors.same();
    }

    private Behavior<Command> onBye(UrMessage.Bye bye) {
        Farewell why = Farewell.ofCode(bye.why()).orElse(Farewell.STOPPING);
        Duration retry = Duration.ofMillis(Math.min(bye.retryMillis(), MAX_RETRY.toMillis()));
        if (why == Farewell.TWICE && draining == null) {
            onSelfTwice();
            if (retry.isZero()) {
                return linkLost("it said goodbye: twice");
            }
        }
        detach("it said goodbye: " + why.name().toLowerCase(Locale.ROOT));
        return draining == null ? act(connectivity.said(why, retry, isWorthKeeping())) : drained();
    }

    /** Said by one peer, so perhaps a lie: it is told, and nothing else comes of it. */
    private void onSelfTwice() {
        if (boots.isNewsOfSelf(node.nanoTime().getAsLong())) {
            log().warn(context.getLog(), "of {}: {}", peer, Boots.TOLD);
            publish(new NodeEvent.SelfTwice(peer, Boots.TOLD));
        }
    }

    /** Nothing is lost with a session of which the peer never heard; otherwise the peer was restarted, or gave it up. */
    private void onReplaced(Session fresh, Conversation before) {
        if (before.session().received() == 0) {
            before.abandon();
        } else {
            before.end();
            publish(new NodeEvent.SessionEnded(peer, "the other node began a new one"));
        }
        converse(fresh).begin(permits);
        node.router().tell(new Attached(peer));
        watchForStranger();
    }

    private Behavior<Command> onPermits(Permits changed) {
        permits = changed.permits();
        if (conversation != null) {
            conversation.permit(permits);
            session().awaitInbound();
            watchForStranger();
        }
        changed.replyTo().tell(new Settled(context.getSelf()));
        return Behaviors.same();
    }

    private Behavior<Command> onJudged(Judged judged) {
        if (conversation != null) {
            conversation.judged(judged);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onCertified(Certified certified) {
        if (conversation != null) {
            conversation.certified(certified);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onReckoned(Reckoned reckoned) {
        if (conversation != null) {
            conversation.reckoned(reckoned);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onAgreed(Agreed agreed) {
        if (conversation != null) {
            conversation.agreed(agreed);
        }
        return Behaviors.same();
    }

    /** Never a reason to connect. */
    private Behavior<Command> onPass(Pass pass) {
        if (conversation != null && line.isUp()) {
            conversation.pass(pass.adverts());
        }
        return Behaviors.same();
    }

    /** Never a reason to connect. */
    private Behavior<Command> onNotify(Notify notify) {
        if (conversation != null && line.isUp()) {
            conversation.notify(notify.signed());
        } else {
            node.router().tell(new Untold(peer, notify.chain()));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onPresent(Present present) {
        if (conversation != null && line.isUp()) {
            conversation.present(present);
            return Behaviors.same();
        }
        presentations.hold(present);
        return want(Preference.ANY);
    }

    private Behavior<Command> onUphold(Uphold uphold) {
        upheld.uphold(uphold);
        if (conversation != null && line.isUp()) {
            conversation.presentUpheld();
            return Behaviors.same();
        }
        return uphold.replyTo() == null ? Behaviors.same() : want(Preference.ANY);
    }

    private Behavior<Command> onLetGo(LetGo gone) {
        upheld.letGo(gone.id());
        return Behaviors.same();
    }

    // Looking after a link.

    private Behavior<Command> onBeat() {
        if (conversation == null) {
            return Behaviors.same();
        }
        conversation.beat();
        switch (line.beat(conversation.session(), connectivity.isPermanent())) {
            case WELL -> {}
            case QUIET -> conversation.session().trim();
            case IDLE -> {
                line.farewell(Farewell.IDLE);
                return act(connectivity.idle());
            }
            case OVERDUE -> detach("it was idle");
            case DEAD -> {
                return linkLost("nothing was heard of it");
            }
        }
        return Behaviors.same();
    }

    /** Its time runs from when it has nothing, and starts anew for no reason. */
    private void watchForStranger() {
        if (conversation != null && (!conversation.offersNothing() || isOfUse())) {
            line.know();
        }
        if (conversation != null && conversation.offersNothing() && !timers.isTimerActive(Timer.STRANGER)) {
            timers.startSingleTimer(Timer.STRANGER, node.settings().strangerTimeout());
        }
    }

    private Behavior<Command> onStrangerOverdue() {
        if (conversation == null || !conversation.offersNothing()) {
            return Behaviors.same();
        }
        if (isOfUse()) {
            watchForStranger();
            return Behaviors.same();
        }
        return act(connectivity.sessionOver("a stranger's time is over"));
    }

    // The end.

    private Behavior<Command> onDrain(Drain drain) {
        draining = drain.replyTo();
        failWaiting("this node stops");
        if (!line.isUp()) {
            return drained();
        }
        line.farewell(Farewell.STOPPING);
        timers.startSingleTimer(Timer.DRAIN, node.settings().vigilance().drain());
        return Behaviors.same();
    }

    private Behavior<Command> drained() {
        if (draining != null) {
            draining.tell(Done.getInstance());
        }
        return Behaviors.stopped();
    }

    /** Nobody must be left waiting for what will not come. */
    private Behavior<Command> onStop(PostStop stopped) {
        endSession("its NodeProxy was stopped; try again");
        proxies.stopAll();
        failWaiting("its NodeProxy was stopped; try again");
        return Behaviors.same();
    }

    // The proxies.

    private @Nullable Imports imports() {
        return conversation == null ? null : conversation.imports();
    }

    private Behavior<Command> onEngine(Engine engine) {
        if (proxies.admits(engine.name())) {
            ActorRef<Object> proxy = proxies.proxy(engine.name(), imports());
            proxies.want(engine.name());
            proxy.tell(new EngineProxy.Speak(engine.protocol()));
            engine.replyTo().tell(proxy);
        } else {
            context.getLog().warn("{} has as many engines proxied here as it may", peer);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onProxyEnded(ProxyEnded ended) {
        moves.forget(ended.proxy());
        proxies.ended(ended, imports());
        return Behaviors.same();
    }
}
