package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Evidence;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.selection.Preference;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.session.RecordSealer;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import io.comity.witness.Shelf;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ordered stream of ur-messages with one peer, over one link after the other. This is the hot path, so it is no actor:
 * engines' threads append to the outbox; the thread of the wire that is attached now seals from it and opens what arrives
 * ({@link Attachment}), passes it through the gates and tells the engine ({@link Inbound}).
 *
 * <p>Nothing is lost, repeated or reordered from one link to the next: what was sealed is kept until the peer says that it has
 * it, both sides count records, and a link that is no longer attached neither seals nor opens. Two locks say so:
 * {@link #receiving} is held while a record is opened, {@link #sending} while one is sealed, in this order when both are.
 */
final class Session {
    /**
     * How many control messages of a peer may wait for its NodeProxy; a peer that sends faster ends its session. Of those that name
     * types or entries, each {@link #NAMES_AS_ONE} count as one more; of what is signed, each {@link #BYTES_AS_ONE} bytes.
     */
    static final int MAX_CONTROL_IN_FLIGHT = 20_000;

    static final int NAMES_AS_ONE = 16;

    static final int BYTES_AS_ONE = 1_024;

    /**
     * Beyond it refusals are no longer passed on: a right that is withdrawn under full load comes back as one refusal for
     * every message on its way, faster than an actor handles them, and that is no fault of the peer.
     */
    static final int MAX_REFUSALS_IN_FLIGHT = MAX_CONTROL_IN_FLIGHT / 2;

    static final int MAX_PLAIN_BYTES = Wire.MAX_RECORD_BYTES - RecordSealer.TAG_BYTES;

    /** The longest message: a record may begin with an acknowledgement, and with evidence. */
    static final int MAX_MESSAGE_BYTES = MAX_PLAIN_BYTES - UrMessages.MAX_ACK_BYTES - UrMessages.MAX_EVIDENCE_BYTES;

    /** The largest body that fits a record whatever its ref and type; longer ones travel in parts. */
    static final int MAX_BODY_BYTES =
            MAX_MESSAGE_BYTES - UrMessages.MAX_CAST_HEAD_BYTES - UrMessages.MAX_OWN_EVIDENCE_BYTES;

    /** What a session tells its NodeProxy, from any thread. */
    sealed interface Event {
        Session session();
    }

    /** The peer said {@code message}; it counts as in flight until {@link #controlHandled}. */
    record Said(Session session, UrMessage message) implements Event {}

    /** The peer goes on with this session over the link that is attached now. */
    record Resumed(Session session) implements Event {}

    /** The peer knows no such session: on the link that is attached now, {@code fresh} has begun. */
    record Replaced(Session session, Session fresh) implements Event {}

    /** It cannot go on. */
    record Broken(Session session, String why) implements Event {}

    /** The peer has a reference to an actor here that it had none to before. */
    record Lent(Session session, ActorRef<?> target) implements Event {}

    /** Whoever watched those actors is no more. */
    record Unwatched(Session session) implements Event {}

    /** An actor here to which the peer had a reference is no more. */
    record Bereft(Session session, ActorRef<?> target) implements Event {}

    /** An account of what came signed is due. */
    record Reckoned(Session session) implements Event {}

    /** Something waits, and no link is attached. */
    record Wanted(Session session) implements Event {}

    /** The locks, see the class. */
    final Object receiving = new Object();

    final Object sending = new Object();

    private final Bytes name;
    private final NodeId peer;
    private final Outbox outbox;
    private final Bulk bulk;
    private final RetransmitBuffer sent;
    private final Assembly assembly;
    private final int maxBodyBytes;
    private final ExportTable exports;
    private final ImportedReferences imported;
    private final PeerLog log;
    private final Counters counters;
    private final Consumer<Event> events;
    private final AtomicInteger controlInFlight = new AtomicInteger();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CborWriter controlWriter = new CborWriter(256, MAX_MESSAGE_BYTES);
    private final Map<Protocol<?>, Outlet> outlets = new ConcurrentHashMap<>();
    private final long credit;
    private final Duration heartbeat;
    private final Clock clock;
    private final Vocabulary heard = new Vocabulary();
    private final Witness witness;
    private final Sworn sworn = new Sworn();
    private volatile @Nullable Signing signing;
    private volatile @Nullable SignedRecords signedRecords;
    private volatile @Nullable Attachment attached;
    /** How far the peer's clock is behind {@link #clock}; of {@link #receiving}. */
    private long peerBehindMillis;

    private final Bond bond = new Bond();
    private volatile long received;
    private volatile boolean closed;

    /**
     * What a session is made of.
     *
     * @param maxBodyBytes of one message, in either direction
     * @param credit bytes of unacknowledged records that the peer may have sent here
     * @param heartbeat how often this side says something, always
     * @param clock of this side, for deadlines
     * @param keeping of what the peer signs
     * @param log of what the peer does
     */
    record Parts(
            Outbox outbox,
            Bulk bulk,
            RetransmitBuffer sent,
            Assembly assembly,
            int maxBodyBytes,
            ExportTable exports,
            ImportedReferences imported,
            long credit,
            Duration heartbeat,
            Clock clock,
            Counters counters,
            Consumer<Event> events,
            Keeping keeping,
            PeerLog log) {
        /** Nothing that the peer signs is kept. */
        Parts(
                Outbox outbox,
                Bulk bulk,
                RetransmitBuffer sent,
                Assembly assembly,
                int maxBodyBytes,
                ExportTable exports,
                ImportedReferences imported,
                long credit,
                Duration heartbeat,
                Clock clock,
                Counters counters,
                Consumer<Event> events) {
            this(
                    outbox,
                    bulk,
                    sent,
                    assembly,
                    maxBodyBytes,
                    exports,
                    imported,
                    credit,
                    heartbeat,
                    clock,
                    counters,
                    events,
                    Keeping.NOTHING,
                    new PeerLog(clock::nanos));
        }
    }

    /**
     * What a node does with the signed messages of others.
     *
     * @param self the node
     * @param maxUnsigned accounts that a sender may owe its signature
     */
    record Keeping(NodeId self, Shelf shelf, int maxUnsigned) {
        static final Keeping NOTHING =
                new Keeping(new NodeId(Bytes.of(new byte[NodeId.SIZE_BYTES])), new Shelf(0), Integer.MAX_VALUE);
    }

    /**
     * @param first the link it begins on, whose hash is its name
     */
    Session(Link first, Parts parts) {
        this.name = first.handshakeHash();
        this.peer = first.peer();
        this.outbox = parts.outbox();
        this.bulk = parts.bulk();
        this.sent = parts.sent();
        this.assembly = parts.assembly();
        this.maxBodyBytes = parts.maxBodyBytes();
        this.exports = parts.exports();
        this.imported = parts.imported();
        this.credit = parts.credit();
        this.heartbeat = parts.heartbeat();
        this.clock = parts.clock();
        this.counters = parts.counters();
        this.log = parts.log();
        this.events = parts.events();
        Reckoning account = new Reckoning(parts.keeping().maxUnsigned(), () -> tell(new Reckoned(this)));
        this.witness = new Witness(
                new Witness.Desk(
                        parts.keeping().self(),
                        peer,
                        name,
                        clock::unixSeconds,
                        parts.keeping().shelf(),
                        account),
                new Vocabulary());
    }

    /** The same on both sides, and unlike that of any other session. */
    Bytes name() {
        return name;
    }

    NodeId peer() {
        return peer;
    }

    ExportTable exports() {
        return exports;
    }

    ImportedReferences imported() {
        return imported;
    }

    Outbox outbox() {
        return outbox;
    }

    Bulk bulk() {
        return bulk;
    }

    int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** Guarded by {@link #receiving}. */
    Assembly assembly() {
        return assembly;
    }

    /** Guarded by {@link #sending}. */
    RetransmitBuffer sent() {
        return sent;
    }

    long credit() {
        return credit;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    Clock clock() {
        return clock;
    }

    PeerLog log() {
        return log;
    }

    Counters counters() {
        return counters;
    }

    /** The peer's clock was there when it said so; called under {@link #receiving}. */
    void peerClock(long millis) {
        peerBehindMillis = clock.millis() - millis;
    }

    /** Whether a deadline of the peer is over; called under {@link #receiving}. */
    boolean isOver(long deadlineMillis) {
        return deadlineMillis != UrMessage.NO_DEADLINE && clock.millis() - peerBehindMillis > deadlineMillis;
    }

    /** What the peer has let this side name, and what it wants proven. */
    Vocabulary heard() {
        return heard;
    }

    /** Guarded by {@link #receiving}, but for what it was said and its account. */
    Witness witness() {
        return witness;
    }

    /** What was signed here and is not accounted for yet. */
    Sworn sworn() {
        return sworn;
    }

    /** From now on what the peer wants proven is, by this key, for which the node has vouched; again to renew that. */
    void sign(KeyHolder key, Bytes certificate) {
        Signing known = signing;
        if (known == null) {
            known = new Signing(key, peer, name, clock::unixSeconds, heard, sworn);
            known.vouch(certificate);
            signedRecords = new SignedRecords(known, sent);
            signing = known;
        } else {
            known.vouch(certificate);
        }
    }

    /** The key that signs what is to be proven; null before that was wanted. */
    @Nullable
    KeyHolder signingKey() {
        Signing known = signing;
        return known == null ? null : known.key();
    }

    boolean signs() {
        return signing != null;
    }

    /** Guarded by {@link #sending}; null while nothing is to be proven. */
    @Nullable
    SignedRecords signedRecords() {
        return signedRecords;
    }

    /** Guarded by {@link #sending}. */
    Bond bond() {
        return bond;
    }

    /** What its {@link #bond} admits now, for any thread. */
    Preference boundNow() {
        synchronized (sending) {
            return bond.preference();
        }
    }

    /** Whether nothing waits to be sealed. */
    boolean isDrained() {
        return outbox.isEmpty(true) && bulk.isEmpty();
    }

    /** Records that came and were handled; written under {@link #receiving}. */
    long received() {
        return received;
    }

    void countReceived() {
        received = received + 1;
    }

    void tell(Event event) {
        events.accept(event);
    }

    /** The link it runs over now. */
    @Nullable
    Attachment attached() {
        return attached;
    }

    /** From now on only {@code next} seals and opens; whatever the one before was doing is done. */
    void attach(@Nullable Attachment next) {
        synchronized (receiving) {
            synchronized (sending) {
                attached = next;
                asked.set(false);
            }
        }
        if (next == null && isAnythingWaiting()) {
            wake();
        }
    }

    /**
     * Waits for the record that is being handled now, if there is one: it may have found a gate open that is closed since.
     *
     * @return records handled so far
     */
    long awaitInbound() {
        synchronized (receiving) {
            return received;
        }
    }

    /** Whether there is something that the peer does not have. */
    boolean isAnythingWaiting() {
        synchronized (sending) {
            return !sent.isEmpty() || !isDrained();
        }
    }

    /** Grows whenever something was sent or came. */
    long activity() {
        synchronized (sending) {
            return sent.sent() + received;
        }
    }

    /** As {@link #isDrained}, for any thread. */
    boolean isDrainedNow() {
        synchronized (sending) {
            return isDrained();
        }
    }

    /** Gives back the memory of a rush that is over. */
    void trim() {
        synchronized (sending) {
            sent.trim();
        }
    }

    /** Ends everything that came from this session. */
    void close() {
        closed = true;
        outbox.close();
        bulk.close();
        exports.close();
        imported.close();
        attach(null);
    }

    /** The one way out for messages of {@code protocol}. */
    Outlet outlet(Protocol<?> protocol) {
        Outlet known = outlets.get(protocol);
        return known == null ? outlets.computeIfAbsent(protocol, wanted -> new Outlet(wanted, this)) : known;
    }

    /**
     * Queues a cast, from any thread; the reason when it cannot be. What is too long for a record goes its own way, and so does
     * what follows it to the same ref.
     *
     * @param head to write in
     */
    @Nullable
    Reason cast(long ref, int type, Terms terms, CborWriter head, byte[] body, int bodyLength) {
        Reason refused = terms.preference().isAny()
                ? append(ref, type, terms, head, body, bodyLength)
                : appendBound(ref, type, terms, head, body, bodyLength);
        if (refused == null) {
            counters.add(Counter.SENT);
            wake();
        }
        return refused;
    }

    /** From here to its acknowledgement it takes no other transport, not even when its record is sealed again. */
    private @Nullable Reason appendBound(
            long ref, int type, Terms terms, CborWriter head, byte[] body, int bodyLength) {
        synchronized (sending) {
            Attachment now = attached;
            if (now == null || !terms.preference().admits(now.transport()) || !bond.admits(now.transport())) {
                return Reason.UNREACHABLE;
            }
            Reason refused = append(ref, type, terms, head, body, bodyLength);
            if (refused == null) {
                bond.tighten(terms.preference());
            }
            return refused;
        }
    }

    private @Nullable Reason append(long ref, int type, Terms terms, CborWriter head, byte[] body, int bodyLength) {
        if (isAppended(ref, type, terms, head, body, bodyLength)) {
            return null;
        }
        return closed ? Reason.UNREACHABLE : Reason.OVERLOADED;
    }

    private boolean isAppended(long ref, int type, Terms terms, CborWriter head, byte[] body, int bodyLength) {
        head.reset();
        UrMessages.castHead(head, ref, type, terms.deadlineMillis(), terms.reply(), bodyLength);
        Signing signer = signing;
        Evidence wanted = signer == null ? Evidence.OFF : signer.level(ref, type);
        if (bodyLength > MAX_BODY_BYTES || bulk.isBusy(ref)) {
            Bulk.Preface preface =
                    signer == null || wanted == Evidence.OFF ? null : signer.preface(ref, type, head, body, bodyLength);
            return bulk.append(
                    ref, type, terms.deadlineMillis(), terms.reply(), body, bodyLength, preface, outbox.appended());
        }
        return signer != null && wanted == Evidence.ALWAYS
                ? signer.append(outbox, ref, type, head, body, bodyLength)
                : outbox.append(head.buffer(), 0, head.length(), body, 0, bodyLength);
    }

    /** Queues a control message ahead of all casts. When it finds no room the peer does not read, and the session is over. */
    void say(UrMessage message) {
        boolean queued;
        synchronized (controlWriter) {
            controlWriter.reset();
            UrMessages.write(controlWriter, message);
            queued = outbox.appendControl(controlWriter.buffer(), 0, controlWriter.length());
        }
        if (queued) {
            wake();
        } else if (!closed) {
            tell(new Broken(this, "it does not read what it is told"));
        }
    }

    private void wake() {
        Attachment now = attached;
        if (now != null) {
            now.wake();
        } else if (!closed && !asked.get() && asked.compareAndSet(false, true)) {
            tell(new Wanted(this));
        }
    }

    /** A control message of the peer is passed to the NodeProxy; false for a refusal too many, see above. */
    boolean admitControl(UrMessage message) {
        boolean heard = !(message instanceof UrMessage.Refuse) || controlInFlight.get() < MAX_REFUSALS_IN_FLIGHT;
        if (heard) {
            controlInFlight.addAndGet(weight(message));
        }
        return heard;
    }

    boolean hasTooMuchControl() {
        return controlInFlight.get() > MAX_CONTROL_IN_FLIGHT;
    }

    /** The NodeProxy has handled one control message. */
    void controlHandled(UrMessage message) {
        controlInFlight.addAndGet(-weight(message));
    }

    /** A long message counts as several: it is their memory that waits. */
    private static int weight(UrMessage message) {
        if (message instanceof UrMessage.Learn learn) {
            return 1 + learn.types().size() / NAMES_AS_ONE;
        } else if (message instanceof UrMessage.Renew renew) {
            return 1 + renew.refs().size() / NAMES_AS_ONE;
        } else {
            return 1 + signedBytes(message) / BYTES_AS_ONE;
        }
    }

    /** Of what may be longer than a few hundred bytes. */
    private static int signedBytes(UrMessage message) {
        if (message instanceof UrMessage.Present present) {
            return present.credential().size();
        } else if (message instanceof UrMessage.Granted granted) {
            return granted.chain().size();
        } else if (message instanceof UrMessage.Advert advert) {
            return advert.signed().size();
        } else {
            return message instanceof UrMessage.Receipt receipt
                    ? receipt.account().size()
                    : 0;
        }
    }
}
