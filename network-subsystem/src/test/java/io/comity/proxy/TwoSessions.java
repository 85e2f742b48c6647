package io.comity.proxy;

import akka.actor.ActorSystem;
import akka.actor.testkit.typed.javadsl.TestInbox;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Evidence;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.observe.Counters;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.Wire;
import io.comity.wire.UrMessage;
import io.comity.witness.Shelf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two sessions that talk to each other on one thread, over links that the test carries and cuts record by record. */
final class TwoSessions {
    private static final byte[] NO_AAD = {};
    private static final KeyHolder ONE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final KeyHolder OTHER =
            MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    static final Protocol<Talk.Command> TALK = Protocol.of(Talk.Command.class);

    /** One side: what it sends in, and everything that reached it. */
    static final class Side {
        final ActorSystem system;
        final int credit;
        final int outboxBytes;
        final TestInbox<Object> engine = TestInbox.create();
        final List<UrMessage> control = new ArrayList<>();
        final List<Session.Event> events = new ArrayList<>();
        final Deque<byte[]> arriving = new ArrayDeque<>();

        @Nullable
        Session session;

        @Nullable
        Attachment attachment;

        /** What its clock shows, and what its links go over. */
        long nanoTime;

        String transport = "tcp";

        boolean dead;
        long engineRef;
        final Shelf shelf = new Shelf(1 << 24);

        /** Null when it wants nothing proven. */
        @Nullable
        Proving proof;

        private final Clock clock = new Clock(() -> nanoTime, () -> 0);

        Side(ActorSystem system, int outboxBytes, int credit) {
            this.system = system;
            this.outboxBytes = outboxBytes;
            this.credit = credit;
        }

        Session session() {
            return java.util.Objects.requireNonNull(session, "attached before");
        }

        Session begin(Link link) {
            ExportTable exports = new ExportTable(new ExportTable.Limits(100, Long.MAX_VALUE / 2), () -> 0);
            NodeId peer = link.peer();
            Grant grant = proof == null
                    ? new Grant(new Mission("m", Map.of("talk", Set.of())), peer, new Gate())
                    : proof.grant(peer);
            engineRef = exports.engine("talk", engine.getRef(), TALK, List.of(new Export.Right(0, List.of(grant))))
                    .ref();
            return new Session(
                    link,
                    new Session.Parts(
                            new Outbox(outboxBytes, outboxBytes, Session.MAX_MESSAGE_BYTES),
                            new Bulk(1 << 20),
                            new RetransmitBuffer(credit, Session.MAX_PLAIN_BYTES),
                            new Assembly(1 << 20),
                            1 << 20,
                            exports,
                            new ImportedReferences(system, 100),
                            credit,
                            Duration.ofMinutes(1),
                            clock,
                            new Counters(),
                            this::on,
                            proof == null
                                    ? Session.Keeping.NOTHING
                                    : new Session.Keeping(proof.self(), shelf, Integer.MAX_VALUE),
                            new PeerLog(clock::nanos)));
        }

        /** What it wants proven, the other side proves. */
        void learnedBy(Side other) {
            if (proof != null) {
                byte[] levels = {(byte) proof.level().ordinal()};
                UrMessage.Learn learn = new UrMessage.Learn(
                        engineRef, "talk", Bytes.of(new byte[16]), List.of("Add"), Bytes.of(levels));
                session().witness().said().learn(learn);
                other.session().heard().learn(learn);
                other.session()
                        .sign(
                                proof.key(),
                                proof.certificate(other.proof, other.session().name()));
            }
        }

        private void on(Session.Event event) {
            if (event instanceof Session.Said said) {
                said.session().controlHandled(said.message());
                control.add(said.message());
            } else {
                if (event instanceof Session.Replaced replaced) {
                    session = replaced.fresh();
                }
                events.add(event);
            }
        }

        void attach(Link link) {
            if (session == null) {
                session = begin(link);
            }
            arriving.clear();
            dead = false;
            attachment = new Attachment(link, new FakeWire(), transport, session, this::begin);
            attachment.begin();
        }

        void rekey() {
            if (attachment != null) {
                attachment.beat(true);
            }
        }

        void beat() {
            if (attachment != null) {
                attachment.beat(false);
            }
        }

        boolean sealTo(Side other) {
            Attachment now = attachment;
            byte[] out = new byte[Wire.MAX_RECORD_BYTES];
            int length = now == null || dead ? 0 : now.seal(NO_AAD, 0, out, 0);
            if (length > 0) {
                other.arriving.add(Arrays.copyOf(out, length));
            }
            return length > 0;
        }

        boolean openNext() {
            Attachment now = attachment;
            byte[] next = arriving.poll();
            if (next == null || now == null || dead) {
                return false;
            }
            dead = !now.open(NO_AAD, 0, next, 0, next.length);
            return true;
        }
    }

    final Side near;
    final Side far;

    TwoSessions(ActorSystem system, int outboxBytes, int credit) {
        near = new Side(system, outboxBytes, credit);
        far = new Side(system, outboxBytes, credit);
    }

    /** Both sides want what the other casts proven, and have it done. */
    void prove(Evidence level) {
        near.proof = new Proving(ONE, level);
        far.proof = new Proving(OTHER, level);
    }

    /** Whatever was on its way is gone, and both sides are attached to a new link. */
    void connect() {
        FarEnd ends = FarEnd.of(ONE, OTHER);
        boolean isFirst = near.session == null;
        near.attach(ends.near());
        far.attach(ends.farLink());
        if (isFirst) {
            near.learnedBy(far);
            far.learnedBy(near);
        }
    }

    /** Carries until both sides have nothing that the other has not acknowledged. */
    void settle() {
        do {
            carry();
            near.beat();
            far.beat();
            carry();
        } while (near.session().isAnythingWaiting() || far.session().isAnythingWaiting());
    }

    private void carry() {
        boolean moved = true;
        while (moved) {
            moved = near.sealTo(far) | far.sealTo(near) | near.openNext() | far.openNext();
        }
    }
}
