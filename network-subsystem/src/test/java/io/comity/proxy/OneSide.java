package io.comity.proxy;

import akka.actor.ActorSystem;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.CipherSuite;
import io.comity.session.FixedLink;
import io.comity.session.Link;
import io.comity.session.Outbox;
import io.comity.session.RecordOpener;
import io.comity.session.RecordSealer;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.Wire;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One side of a session whose links and records the caller makes: plaintexts in, plaintexts out. */
public final class OneSide {
    private static final byte[] NO_AAD = {};
    private static final byte[] OWN_KEY = new byte[32];
    private static final byte[] OTHER_KEY = filled();

    private static final byte[] REKEY = {(byte) 0x82, UrMessage.REKEY, 0};

    private final ActorSystem system;
    private final NodeId peer;
    private final long credit;
    private @Nullable Session session;
    private @Nullable Attachment attachment;
    private RecordOpener opener = FixedLink.opener(CipherSuite.AES_GCM, OWN_KEY);
    private RecordSealer sealer = FixedLink.sealer(CipherSuite.AES_GCM, OTHER_KEY);

    public OneSide(ActorSystem system, NodeId peer, long credit) {
        this.system = system;
        this.peer = peer;
        this.credit = credit;
    }

    private static byte[] filled() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        return key;
    }

    public void link(Bytes hash) {
        loses();
        Link link = FixedLink.link(peer, hash, OWN_KEY, OTHER_KEY);
        opener = FixedLink.opener(link.suite(), OWN_KEY);
        sealer = FixedLink.sealer(link.suite(), OTHER_KEY);
        session = session == null ? begin(link) : session;
        attachment = new Attachment(link, new FakeWire(), "tcp", session, this::begin);
        attachment.begin();
    }

    private Session begin(Link link) {
        return new Session(
                link,
                new Session.Parts(
                        new Outbox(1 << 20, 1 << 20, Session.MAX_MESSAGE_BYTES),
                        new Bulk(1 << 20),
                        new RetransmitBuffer(credit, Session.MAX_PLAIN_BYTES),
                        new Assembly(1 << 20),
                        1 << 20,
                        new ExportTable(new ExportTable.Limits(16, 1), () -> 0),
                        new ImportedReferences(system, 16),
                        credit,
                        Duration.ofMinutes(1),
                        new Clock(() -> 0, () -> 0),
                        new Counters(),
                        this::on));
    }

    private void on(Session.Event event) {
        if (event instanceof Session.Replaced replaced) {
            session = replaced.fresh();
        }
    }

    public void loses() {
        attachment = null;
        if (session != null) {
            session.attach(null);
        }
    }

    public void tells(byte[] message, boolean cast) {
        Outbox outbox = now().outbox();
        boolean queued =
                cast ? outbox.append(message, 0, message.length) : outbox.appendControl(message, 0, message.length);
        if (!queued) {
            throw new IllegalStateException("no room");
        }
    }

    public void beats() {
        standing().beat(false);
    }

    /** Whether the session goes on. */
    public boolean hears(byte[] plain) {
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        sealer.seal(NO_AAD, 0, plain, 0, plain.length, sealed, 0);
        boolean goesOn = standing().open(NO_AAD, 0, sealed, 0, sealed.length);
        if (goesOn && endsInRekey(plain)) {
            sealer.rekey();
        }
        return goesOn;
    }

    private static boolean endsInRekey(byte[] plain) {
        int at = plain.length - REKEY.length;
        return at >= 0 && Arrays.equals(plain, at, plain.length, REKEY, 0, REKEY.length);
    }

    /** The records it has to say now. */
    public List<byte[]> says() {
        List<byte[]> said = new ArrayList<>();
        byte[] sealed = new byte[Wire.MAX_RECORD_BYTES];
        byte[] plain = new byte[Wire.MAX_RECORD_BYTES];
        Attachment from = attachment;
        while (from != null) {
            int length = from.seal(NO_AAD, 0, sealed, 0);
            if (length == 0) {
                break;
            }
            said.add(Arrays.copyOf(plain, opener.open(NO_AAD, 0, sealed, 0, length, plain, 0)));
        }
        return said;
    }

    public Bytes session() {
        return now().name();
    }

    public long received() {
        return now().received();
    }

    private Session now() {
        if (session == null) {
            throw new IllegalStateException("no session began");
        }
        return session;
    }

    private Attachment standing() {
        if (attachment == null) {
            throw new IllegalStateException("no link is up");
        }
        return attachment;
    }
}
