package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.identity.KeyHolder;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Fault;
import io.comity.session.Handshake;
import io.comity.session.Impostor;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.X25519KeyPair;
import io.comity.wire.CborWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The three frames of a handshake between Alice, who dials, and Bob: raw, honest ones bent, and those of one who knows every rule
 * and no key of theirs. A link comes of the honest frames alone, and with whoever signed for himself.
 */
final class HandshakeFuzzTest extends FuzzTarget {
    private static final int RAW_FIRST = 0;
    private static final int PREFIXED_FIRST = 1;
    private static final int RAW_SECOND = 2;
    private static final int RAW_THIRD = 3;
    private static final int BENT_SECOND = 4;
    private static final int BENT_THIRD = 5;
    private static final int FALSE_SECOND = 6;
    private static final int FALSE_THIRD = 7;
    private static final int KINDS = 8;
    private static final int KEY_BYTES = 32;
    private static final byte[] PADDING = new byte[150];
    private static final byte[] UNSIGNED = new byte[64];
    private static final int REMEMBERED = 1_024;
    private static final List<KeyHolder> CLAIMED = List.of(People.MALLORY, People.ALICE, People.BOB, People.CAROL);
    private static final Local ALICE = local(People.ALICE, 11);
    private static final Local BOB = local(People.BOB, 12);
    private static final Local MALLORY = local(People.MALLORY, 13);
    private static final Map<ByteBuffer, byte[]> SIGNATURES = new HashMap<>();
    private static final Honest HONEST = Honest.frames();
    private static final Impostor ANSWERING = answering();
    private static final Impostor DIALLING = dialling();
    private static final byte[] FIRST_OF_DIALLING =
            Impostor.dialling(People.BOB_ID, MALLORY.keys(), ephemeral(23)).first();

    private static Local local(KeyHolder holder, int secret) {
        return new Local(
                holder.nodeId(), 1, 1, 2, 3, X25519KeyPair.of(People.seed(secret)), Set.of(CipherSuite.values()));
    }

    private static EphemeralSource ephemeral(int secret) {
        return () -> People.seed(secret);
    }

    private static Handshake alice() {
        return Handshake.initiator(ALICE, People.BOB_ID, CipherSuite.AES_GCM, ephemeral(21));
    }

    private static Handshake bob() {
        Handshake bob = Handshake.responder(BOB, ephemeral(22));
        bob.start();
        return bob;
    }

    /** What is on the wire when nobody interferes: always the same, since chance is. */
    private record Honest(byte[] first, byte[] second, byte[] third) {
        static Honest frames() {
            Handshake alice = alice();
            Handshake bob = bob();
            byte[] first = sent(alice.start());
            byte[] second = sent(bob.signed(signature(People.BOB, bob.frame(first))));
            byte[] third = sent(alice.signed(signature(People.ALICE, alice.frame(second))));
            Must.hold(bob.frame(third).get(0) instanceof Output.Established, "honest frames make no link");
            return new Honest(first, second, third);
        }
    }

    private static byte[] signature(KeyHolder holder, List<Output> outputs) {
        return signature(holder, ((Output.Sign) outputs.get(0)).statement());
    }

    /** The statements of most inputs are the same few, since chance is. */
    private static byte[] signature(KeyHolder holder, byte[] statement) {
        ByteBuffer signed = ByteBuffer.wrap(Seeds.join(holder.nodeId().key().toArray(), statement));
        byte[] known = SIGNATURES.get(signed);
        if (known != null) {
            return known.clone();
        }
        byte[] made = holder.sign(Handshake.SIGNATURE_DOMAIN, statement);
        if (SIGNATURES.size() < REMEMBERED) {
            SIGNATURES.put(signed, made);
        }
        return made.clone();
    }

    private static byte[] sent(List<Output> outputs) {
        return ((Output.Send) outputs.get(0)).frame();
    }

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Which frame, and how much of it is true. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        switch (in.choice(KINDS)) {
            case RAW_FIRST -> first(in.rest());
            case PREFIXED_FIRST -> {
                CipherSuite suite = CipherSuite.values()[in.choice(CipherSuite.values().length)];
                first(Seeds.join(Impostor.prefix(suite, People.BOB_ID), in.rest()));
            }
            case RAW_SECOND -> second(in.rest());
            case RAW_THIRD -> third(in.rest());
            case BENT_SECOND -> second(bent(HONEST.second, in));
            case BENT_THIRD -> third(bent(HONEST.third, in));
            case FALSE_SECOND -> falseSecond(in);
            default -> falseThird(in);
        }
    }

    private static void first(byte[] frame) {
        Handshake bob = bob();
        List<Output> outputs = bob.frame(frame);
        Must.hold(outputs.size() == 1, "one output");
        if (!(outputs.get(0) instanceof Output.Sign)) {
            failed(bob, outputs);
            return;
        }
        byte[] opening = Arrays.copyOf(Arrays.copyOf(frame, HONEST.first.length - PADDING.length), HONEST.first.length);
        Must.equal(frame, opening, "what is taken has another form");
        Must.hold(sent(bob.signed(UNSIGNED)).length <= frame.length, "the answer is longer than what was said");
    }

    private static void second(byte[] frame) {
        Handshake alice = alice();
        alice.start();
        List<Output> outputs = alice.frame(frame);
        if (Arrays.equals(frame, HONEST.second)) {
            Must.hold(outputs.get(0) instanceof Output.Sign, "the honest frame is refused");
        } else {
            failed(alice, outputs);
        }
    }

    private static void third(byte[] frame) {
        Handshake bob = bob();
        bob.signed(signature(People.BOB, bob.frame(HONEST.first)));
        List<Output> outputs = bob.frame(frame);
        if (Arrays.equals(frame, HONEST.third)) {
            Must.hold(outputs.get(0) instanceof Output.Established, "the honest frame is refused");
        } else {
            failed(bob, outputs);
        }
    }

    private static void failed(Handshake side, List<Output> outputs) {
        Must.hold(outputs.size() == 1 && outputs.get(0) instanceof Output.Failed, "it goes on after a frame of nobody");
        Must.equal(side.frame(new byte[0]), List.of(new Output.Failed(Fault.OUT_OF_TURN)), "what comes after the end");
    }

    /** Pairs of a place and what is changed there; a length to cut to. */
    private static byte[] bent(byte[] honest, Input in) {
        int length = in.octet();
        byte[] bent = length == 0 ? honest.clone() : Arrays.copyOf(honest, honest.length + (byte) length / 2);
        while (in.left() > 1 && bent.length > 0) {
            bent[in.octet() % bent.length] ^= (byte) in.octet();
        }
        return bent;
    }

    /** Alice dialled Bob, and will take nobody else whatever he says. */
    private static void falseSecond(Input in) {
        Handshake alice = alice();
        alice.start();
        failed(alice, alice.frame(ANSWERING.identify(said(in, ANSWERING.statement()).bytes)));
    }

    private static Impostor answering() {
        return Impostor.answering(HONEST.first, MALLORY.keys(), ephemeral(23));
    }

    private static Impostor dialling() {
        Impostor impostor = Impostor.dialling(People.BOB_ID, MALLORY.keys(), ephemeral(23));
        Handshake bob = bob();
        impostor.hear(sent(bob.signed(signature(People.BOB, bob.frame(impostor.first())))));
        return impostor;
    }

    /** Bob takes whoever proves who he is. */
    private static void falseThird(Input in) {
        Handshake bob = bob();
        bob.signed(signature(People.BOB, bob.frame(FIRST_OF_DIALLING)));
        Said said = said(in, DIALLING.statement());
        List<Output> outputs = bob.frame(DIALLING.identify(said.bytes));
        if (outputs.get(0) instanceof Output.Established established) {
            KeyHolder signer = said.signer;
            Must.hold(signer != null, "nobody signed");
            Must.equal(established.link().peer(), signer == null ? null : signer.nodeId(), "with whom the link is");
        } else {
            failed(bob, outputs);
        }
    }

    /** @param signer who truly signed for himself; only Mallory and Carol would */
    private record Said(byte[] bytes, @Nullable KeyHolder signer) {}

    private static Said said(Input in, byte[] statement) {
        int flags = in.octet();
        if ((flags & 1) == 1) {
            return new Said(in.rest(), null);
        }
        KeyHolder claimed = CLAIMED.get(flags >> 1 & 3);
        boolean isSigned = (flags & 8) == 0 && claimed != People.ALICE && claimed != People.BOB;
        byte[] signature = signature(isSigned ? claimed : People.MALLORY, statement);
        signature[0] ^= (byte) (isSigned || claimed != People.MALLORY ? 0 : 1);
        byte[] rest = in.rest();
        byte[] bytes = new CborWriter(256, 1 << 16)
                .array(7)
                .bytes(claimed.nodeId().key())
                .bytes(signature)
                .encoded(rest, 0, rest.length)
                .toByteArray();
        return new Said(bytes, isSigned ? claimed : null);
    }

    @Override
    List<byte[]> seeds() {
        byte[] statement = new byte[65];
        byte[] payload = Impostor.payload(MALLORY, People.MALLORY, statement);
        byte[] tail = Arrays.copyOfRange(payload, 101, payload.length);
        return List.of(
                Seeds.join(new byte[] {RAW_FIRST}, HONEST.first),
                Seeds.join(new byte[] {PREFIXED_FIRST, 1}, People.seed(7), PADDING),
                Seeds.join(new byte[] {PREFIXED_FIRST, 0}, new byte[KEY_BYTES], PADDING),
                Seeds.join(new byte[] {PREFIXED_FIRST, 0}, People.seed(7)),
                Seeds.join(new byte[] {RAW_SECOND}, HONEST.second),
                Seeds.join(new byte[] {RAW_THIRD}, HONEST.third),
                new byte[] {BENT_SECOND, 0, 0, 0},
                new byte[] {BENT_SECOND, 0, 40, 1},
                new byte[] {BENT_THIRD, 0, 0, 0},
                new byte[] {BENT_THIRD, 2, 100, 1},
                Seeds.join(new byte[] {FALSE_SECOND, 0}, tail),
                Seeds.join(new byte[] {FALSE_SECOND, 4}, tail),
                Seeds.join(new byte[] {FALSE_SECOND, 1}, payload),
                Seeds.join(new byte[] {FALSE_THIRD, 0}, tail),
                Seeds.join(new byte[] {FALSE_THIRD, 6}, tail),
                Seeds.join(new byte[] {FALSE_THIRD, 8}, tail),
                Seeds.join(new byte[] {FALSE_THIRD, 2}, tail),
                Seeds.join(new byte[] {FALSE_THIRD, 1}, payload));
    }
}
