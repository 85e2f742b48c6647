package io.comity.proxy;

import io.comity.identity.Bytes;
import io.comity.observe.Counter;
import io.comity.session.Link;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Farewell;
import io.comity.wire.Fault;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One link, and the session that runs over it: says hello, settles with the peer whether the session goes on, seals what it
 * sends and opens what arrives, acknowledges, changes keys and says goodbye. {@link UrMessage} has the rules.
 *
 * <p>Everything but {@link #wake}, {@link #beat} and {@link #farewell} belongs to the wire's thread.
 */
final class Attachment implements LinkPort {
    /** A side that has received this much since its last acknowledgement sends one by itself. */
    static final int ACKNOWLEDGED_EVERY_BYTES = 64 * 1_024;

    /** A key seals as many records, and lives as long. */
    static final long REKEY_EVERY_RECORDS = 1L << 20;

    /** No peer is waited for any longer, whatever it says of its heart. */
    static final Duration MAX_HEARTBEAT = Duration.ofHours(1);

    /** What short messages leave of each record while long ones wait. */
    static final int BULK_ROOM_BYTES = 16 * 1_024;

    private static final int MAX_ELEMENTS = 8;
    private static final int LINK_RECORD_BYTES = 64;

    private final Link link;
    private final Wire wire;
    private final String transport;
    private final Function<Link, Session> sessions;
    private final CborWriter linkMessages = new CborWriter(LINK_RECORD_BYTES, LINK_RECORD_BYTES);
    private final byte[] plain = new byte[Session.MAX_PLAIN_BYTES];
    private final CborReader reader = new CborReader(plain, 0, 0);
    private volatile Session session;
    private Inbound inbound;
    private @Nullable Bytes offered;

    private boolean helloSaid;
    private boolean helloHeard;
    private volatile boolean settled;
    private long acknowledged;
    private int unacknowledgedBytes;
    private volatile boolean acknowledgementDue;
    private volatile boolean rekeyDue;
    private boolean rekeySaid;
    private boolean rekeyHeard;
    private volatile UrMessage.@Nullable Bye farewell;
    private boolean farewellSaid;
    private volatile long opened;
    private volatile Duration peerHeartbeat = Duration.ZERO;

    /**
     * @param session to go on with, or a fresh one that this link named
     * @param sessions makes a fresh one when the peer does not know {@code session}
     */
    Attachment(Link link, Wire wire, String transport, Session session, Function<Link, Session> sessions) {
        this.link = link;
        this.wire = wire;
        this.transport = transport;
        this.session = session;
        this.sessions = sessions;
        this.inbound = new Inbound(session);
        boolean fresh = session.name().equals(link.handshakeHash());
        this.offered = fresh ? null : session.name();
        this.settled = fresh;
    }

    Link link() {
        return link;
    }

    Wire wire() {
        return wire;
    }

    /** The name of the transport that carries the link. */
    String transport() {
        return transport;
    }

    /** The longest that the peer may be silent, as it said; zero before it did. */
    Duration peerHeartbeat() {
        return peerHeartbeat;
    }

    /** The link is this session's from now on. */
    void begin() {
        session.attach(this);
        wire.attach(this);
    }

    void wake() {
        wire.wake();
    }

    /** Records that came over this link so far. */
    long opened() {
        return opened;
    }

    /** Says something, so that the other side hears that this one is there; and changes keys if that is due. */
    void beat(boolean rekey) {
        rekeyDue |= rekey;
        acknowledgementDue = true;
        wake();
    }

    /** Says goodbye when everything that waits has been sealed; seals nothing after that. */
    void farewell(Farewell why, Duration retry) {
        farewell = new UrMessage.Bye(why.code(), retry.toMillis());
        wake();
    }

    // Sealing.

    @Override
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        Session now = session;
        synchronized (now.sending) {
            if (now.attached() != this) {
                return 0;
            }
            RetransmitBuffer.Kept next = next(now);
            if (next == null) {
                return 0;
            }
            int sealed = link.sealer().seal(aad, aadLength, next.bytes(), next.offset(), next.length(), out, offset);
            if (sealed < 0) {
                wire.close();
                return 0;
            }
            if (rekeySaid) {
                rekeySaid = false;
                link.sealer().rekey();
            }
            return sealed;
        }
    }

    /** The next record's plaintext: what belongs to the link first, then what the last one lost, then what waits. */
    private RetransmitBuffer.@Nullable Kept next(Session now) {
        if (!helloSaid) {
            helloSaid = true;
            return hello(now);
        }
        if (farewellSaid || !settled) {
            return null;
        }
        if (rekeyDue || link.sealer().sealedUnderKey() >= REKEY_EVERY_RECORDS) {
            rekeyDue = false;
            rekeySaid = true;
            return ofLink(now, new UrMessage.Rekey(now.clock().millis()));
        }
        RetransmitBuffer.Kept kept = now.bond().admits(transport) ? numbered(now) : null;
        return kept != null ? kept : lastOfAll(now);
    }

    private RetransmitBuffer.@Nullable Kept numbered(Session now) {
        RetransmitBuffer.Kept kept = now.sent().repeat();
        if (kept == null) {
            kept = fill(now);
            if (now.bond().isOpen() && now.isDrained()) {
                now.bond().sealed(now.sent().sent());
            }
        }
        return kept;
    }

    private RetransmitBuffer.Kept hello(Session now) {
        linkMessages.reset();
        acknowledged = now.received();
        Bytes name = offered == null ? Bytes.EMPTY : offered;
        long heartbeat = now.heartbeat().toMillis();
        long clock = now.clock().millis();
        UrMessages.write(linkMessages, new UrMessage.Hello(name, acknowledged, now.credit(), heartbeat, clock));
        return new RetransmitBuffer.Kept(linkMessages.buffer(), 0, linkMessages.length());
    }

    private RetransmitBuffer.Kept ofLink(Session now, @Nullable UrMessage message) {
        linkMessages.reset();
        writeAck(now.received());
        if (message != null) {
            UrMessages.write(linkMessages, message);
        }
        return new RetransmitBuffer.Kept(linkMessages.buffer(), 0, linkMessages.length());
    }

    private void writeAck(long received) {
        UrMessages.ack(linkMessages, received);
        acknowledged = received;
        acknowledgementDue = false;
    }

    private RetransmitBuffer.@Nullable Kept fill(Session now) {
        RetransmitBuffer sent = now.sent();
        boolean dataToo = sent.admitsData();
        if (!hasAdmitted(now)) {
            return null;
        }
        linkMessages.reset();
        if (now.received() != acknowledged) {
            writeAck(now.received());
        }
        SignedRecords signed = now.signedRecords();
        if (signed != null) {
            return signed.fill(linkMessages, (array, at, max, data) -> drain(now, array, at, max, data));
        }
        byte[] array = sent.array();
        int at = sent.offset();
        int head = linkMessages.length();
        System.arraycopy(linkMessages.buffer(), 0, array, at, head);
        int taken = drain(now, array, at + head, Session.MAX_PLAIN_BYTES - head, dataToo);
        return taken == 0 ? null : sent.keep(head + taken);
    }

    /** Short messages first; while long ones wait, they leave them some room in each record. */
    private static int drain(Session now, byte[] array, int offset, int max, boolean dataToo) {
        boolean bulkToo = dataToo && !now.bulk().isEmpty();
        int taken = now.outbox().drainTo(array, offset, bulkToo ? max - BULK_ROOM_BYTES : max, dataToo);
        if (!bulkToo) {
            return taken;
        }
        // A message that needs the whole record waits for no long one.
        int first = taken > 0 ? taken : now.outbox().drainTo(array, offset, max, true);
        return first
                + now.bulk()
                        .drainTo(
                                array, offset + first, max - first, now.outbox().drained());
    }

    private RetransmitBuffer.@Nullable Kept lastOfAll(Session now) {
        UrMessage.Bye bye = farewell;
        if (bye != null && now.isDrained()) {
            farewellSaid = true;
            return ofLink(now, bye);
        }
        return acknowledgementDue ? ofLink(now, null) : null;
    }

    @Override
    public boolean hasMore() {
        Session now = session;
        synchronized (now.sending) {
            if (now.attached() != this || farewellSaid) {
                return false;
            }
            boolean outside = !helloSaid || rekeyDue || acknowledgementDue || farewell != null;
            return outside
                    || settled && now.bond().admits(transport) && (now.sent().hasRepeats() || hasAdmitted(now));
        }
    }

    private static boolean hasAdmitted(Session now) {
        boolean dataToo = now.sent().admitsData();
        return (dataToo || now.sent().admitsControl())
                && (!now.outbox().isEmpty(dataToo) || dataToo && !now.bulk().isEmpty());
    }

    // Opening.

    @Override
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        Session now = session;
        synchronized (now.receiving) {
            if (now.attached() != this) {
                return false;
            }
            int opening = link.opener().open(aad, aadLength, record, offset, length, plain, 0);
            if (opening < 0) {
                now.counters().add(Counter.DROPPED_RECORD);
                return false;
            }
            opened = opened + 1;
            return read(now, opening) || broken(now);
        }
    }

    /** A record that breaks the protocol would do so on the next link too. */
    private static boolean broken(Session now) {
        now.counters().add(Counter.DROPPED_PROTOCOL);
        now.tell(new Session.Broken(now, "it broke the protocol"));
        return false;
    }

    private boolean read(Session now, int length) {
        reader.reset(plain, 0, length);
        inbound.begin(plain, length);
        boolean first = true;
        boolean numbered = false;
        while (!reader.atEnd()) {
            int elements = reader.array(MAX_ELEMENTS);
            int kind = UrMessages.kind(reader, elements);
            if (UrMessage.isOfLink(kind)) {
                heed(now, UrMessages.read(reader, kind, elements), first, numbered);
            } else if (helloHeard) {
                numbered = true;
                inbound.accept(reader, plain, kind, elements);
            } else {
                reader.refuse(Fault.OUT_OF_RANGE);
            }
            first = false;
        }
        if (reader.fault() != null || !inbound.end() || now.hasTooMuchControl()) {
            return false;
        }
        if (numbered) {
            received(now, length);
        }
        if (rekeyHeard) {
            rekeyHeard = false;
            link.opener().rekey();
        }
        rest(inbound.restNanos());
        return true;
    }

    private void rest(long nanos) {
        if (nanos > 0) {
            wire.rest(nanos);
        }
    }

    private void received(Session now, int length) {
        now.countReceived();
        unacknowledgedBytes += length;
        if (unacknowledgedBytes >= ACKNOWLEDGED_EVERY_BYTES) {
            unacknowledgedBytes = 0;
            acknowledgementDue = true;
            wake();
        }
    }

    /** An acknowledgement may stand first in any record; the others stand alone, but for one of these. */
    private void heed(Session now, @Nullable UrMessage message, boolean first, boolean numbered) {
        boolean inOrder;
        if (message instanceof UrMessage.Ack ack) {
            inOrder = first && helloHeard && acknowledge(now, ack.received());
        } else {
            inOrder = message != null && !numbered && reader.atEnd() && heedLast(now, message);
        }
        if (!inOrder) {
            reader.refuse(Fault.OUT_OF_RANGE);
        }
    }

    private boolean heedLast(Session now, UrMessage message) {
        if (message instanceof UrMessage.Hello hello) {
            return !helloHeard && heedHello(now, hello);
        }
        if (message instanceof UrMessage.Bye bye) {
            now.admitControl(bye);
            now.tell(new Session.Said(now, bye));
            return true;
        }
        rekeyHeard = helloHeard && message instanceof UrMessage.Rekey;
        if (message instanceof UrMessage.Rekey rekey) {
            now.peerClock(rekey.clockMillis());
        }
        return rekeyHeard;
    }

    private boolean acknowledge(Session now, long received) {
        boolean sane;
        boolean waited;
        synchronized (now.sending) {
            waited = !now.sent().admitsData();
            sane = now.sent().acknowledge(received);
            now.bond().acknowledged(now.sent().acknowledged());
        }
        if (waited) {
            wake();
        }
        return sane;
    }

    /** Settles what this link carries: see {@link UrMessage} on hello. */
    private boolean heedHello(Session now, UrMessage.Hello hello) {
        helloHeard = true;
        peerHeartbeat = Duration.ofMillis(Math.min(hello.heartbeatMillis(), MAX_HEARTBEAT.toMillis()));
        if (offered == null) {
            return limit(now, hello);
        }
        if (!offered.equals(hello.session())) {
            return replace(now, hello);
        }
        synchronized (now.sending) {
            if (!now.sent().resume(hello.received())) {
                return false;
            }
            now.bond().acknowledged(now.sent().acknowledged());
            now.sent().limit(hello.credit());
            settled = true;
        }
        now.peerClock(hello.clockMillis());
        now.tell(new Session.Resumed(now));
        wake();
        return true;
    }

    private static boolean limit(Session now, UrMessage.Hello hello) {
        now.peerClock(hello.clockMillis());
        synchronized (now.sending) {
            now.sent().limit(hello.credit());
        }
        return true;
    }

    private boolean replace(Session before, UrMessage.Hello hello) {
        Session fresh = sessions.apply(link);
        limit(fresh, hello);
        fresh.attach(this);
        acknowledged = 0;
        inbound = new Inbound(fresh);
        session = fresh;
        settled = true;
        before.tell(new Session.Replaced(before, fresh));
        return true;
    }
}
