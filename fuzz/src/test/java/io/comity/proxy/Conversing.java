package io.comity.proxy;

import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.NodeId;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.observe.Counters;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Link;
import io.comity.session.Linking;
import io.comity.session.Outbox;
import io.comity.session.RecordOpener;
import io.comity.session.RecordSealer;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens a session to the fuzzers, who are of another package: a true one with one engine in its table, and its peer in the
 * fuzzer's hands. The engine's first types are under a grant, the others were only named.
 */
public final class Conversing {
    private static final byte[] NO_AAD = {};
    private static final int CREDIT = 1 << 16;
    private static final int MAX_BODY_BYTES = 1 << 18;

    /** Of all of them: fuzzers have one thread. */
    private static final byte[] OUT = new byte[Wire.MAX_RECORD_BYTES];

    private static final byte[] READ = new byte[Wire.MAX_RECORD_BYTES];

    private final Linking keys = new Linking();
    private final RecordSealer sealer = keys.farSealer();
    private final RecordOpener opener = keys.farOpener();
    private final Attachment attachment;

    /** @param granted how many types may be sent */
    public Conversing(ActorSystem system, NodeId peer, ActorRef<?> engine, Protocol<?> protocol, int granted) {
        Link link = keys.link(peer);
        ExportTable exports = new ExportTable(new ExportTable.Limits(16, 1), () -> 0);
        Grant grant = new Grant(new Mission("m", Map.of("greeter", Set.of())), peer, new Gate());
        List<Export.Right> rights = new ArrayList<>();
        for (int type = 0; type < protocol.size(); type++) {
            rights.add(new Export.Right(type, type < granted ? List.of(grant) : List.of()));
        }
        exports.engine("greeter", engine, protocol, rights);
        Session session = new Session(
                link,
                new Session.Parts(
                        new Outbox(1 << 20, 1 << 20, Session.MAX_MESSAGE_BYTES),
                        new Bulk(1 << 20),
                        new RetransmitBuffer(CREDIT, Session.MAX_PLAIN_BYTES),
                        new Assembly(MAX_BODY_BYTES),
                        MAX_BODY_BYTES,
                        exports,
                        new ImportedReferences(system, 16),
                        CREDIT,
                        Duration.ofMinutes(1),
                        new Clock(() -> 0, () -> 0),
                        new Counters(),
                        Conversing::handled));
        attachment = new Attachment(link, new NoWire(), "tcp", session, fresh -> session);
        attachment.begin();
    }

    private static void handled(Session.Event event) {
        if (event instanceof Session.Said said) {
            said.session().controlHandled(said.message());
        }
    }

    /** The peer's next record. */
    public byte[] sealed(byte[] plain) {
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        sealer.seal(NO_AAD, 0, plain, 0, plain.length, sealed, 0);
        return sealed;
    }

    /** The peer's records are under the next key from now on. */
    public void rekey() {
        sealer.rekey();
    }

    /** Whether the link goes on. */
    public boolean hears(byte[] record) {
        return attachment.open(NO_AAD, 0, record, 0, record.length);
    }

    /** What it has to say, as the peer opens it. */
    public List<byte[]> says() {
        List<byte[]> said = new ArrayList<>();
        for (int length = seal(OUT); length > 0; length = seal(OUT)) {
            int opened = opener.open(NO_AAD, 0, OUT, 0, length, READ, 0);
            if (opened < 0) {
                throw new AssertionError("its peer cannot open what it said");
            }
            said.add(Arrays.copyOf(READ, opened));
        }
        return said;
    }

    private int seal(byte[] into) {
        return attachment.seal(NO_AAD, 0, into, 0);
    }

    /** Nothing moves by itself. */
    private static final class NoWire implements Wire {
        @Override
        public void open(FrameReceiver receiver) {}

        @Override
        public void next() {}

        @Override
        public void send(byte[] frame) {}

        @Override
        public void attach(LinkPort attached) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}

        @Override
        public String remote() {
            return "nowhere";
        }
    }
}
