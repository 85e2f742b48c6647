package io.comity.protocol;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.CipherSuite;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Output;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One side of a handshake whose key holder signs at once: the frames it sends and what it has its key holder sign. */
final class Shake {
    private static final int EPHEMERAL_OF_ALICE = 0xa1;
    private static final int EPHEMERAL_OF_BOB = 0xb0;

    private final KeyHolder signer;
    private final Handshake handshake;
    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> signed = new ArrayList<>();
    private @Nullable Link link;
    private boolean failed;

    private Shake(KeyHolder signer, Handshake handshake) {
        this.signer = signer;
        this.handshake = handshake;
        take(handshake.start());
    }

    /** Bob, who dials {@code responder}. */
    static Shake bob(NodeId responder, CipherSuite suite, Bytes lastLink) {
        return new Shake(
                Keys.BOB,
                Handshake.initiator(
                        Keys.local(Keys.BOB, Keys.BOB_STATIC, 7, 0),
                        responder,
                        lastLink,
                        suite,
                        Keys.filledWith(EPHEMERAL_OF_BOB)));
    }

    static Shake alice() {
        return responder(Keys.ALICE);
    }

    /** Someone with Alice's X25519 keys and any Ed25519 key, who claims to be the node that the prefix names. */
    static Shake responder(KeyHolder signer) {
        return new Shake(
                signer,
                Handshake.responder(
                        Keys.local(Keys.ALICE, Keys.ALICE_STATIC, 7, 0), Keys.filledWith(EPHEMERAL_OF_ALICE)));
    }

    static String ephemeralOfAlice() {
        return HexFormat.of().toHexDigits((byte) EPHEMERAL_OF_ALICE).repeat(32);
    }

    static String ephemeralOfBob() {
        return HexFormat.of().toHexDigits((byte) EPHEMERAL_OF_BOB).repeat(32);
    }

    Shake hear(byte[] frame) {
        take(handshake.frame(frame));
        return this;
    }

    private void take(List<Output> outputs) {
        for (Output output : outputs) {
            if (output instanceof Output.Send send) {
                sent.add(send.frame());
            } else if (output instanceof Output.Sign sign) {
                signed.add(sign.statement());
                take(handshake.signed(signer.sign(Handshake.SIGNATURE_DOMAIN, sign.statement())));
            } else if (output instanceof Output.Established established) {
                link = established.link();
            } else {
                failed = true;
            }
        }
    }

    byte[] sent(int frame) {
        return sent.get(frame);
    }

    byte[] signed() {
        return signed.get(0);
    }

    boolean hasFailed() {
        return failed;
    }

    Link link() {
        if (link == null) {
            throw new IllegalStateException("there is no link");
        }
        return link;
    }
}
