package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.Party.Talk;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that speak the protocol well and lie in it. */
class HandshakeRefusalTest {
    private static final CipherSuite SUITE = CipherSuite.AES_GCM;

    private final Party alice = Party.alice();
    private final Party bob = Party.bob();
    private final Party mallory = Party.mallory();

    @Test
    void staysSilentWhenAnotherNodeIsDialled() {
        assertThat(alice.answering().hear(opening(bob.dialling(mallory.node(), SUITE))))
                .isEqualTo(failed(Fault.NOT_FOR_US));
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void staysSilentToASuiteItDoesNotAccept(CipherSuite accepted) {
        for (CipherSuite offered : CipherSuite.values()) {
            List<Output> outputs = alice.accepting(accepted)
                    .answering()
                    .hear(bob.dialling(alice.node(), offered).sent());
            if (offered != accepted) {
                assertThat(outputs).isEqualTo(failed(Fault.UNKNOWN_SUITE));
            } else {
                assertThat(outputs).singleElement().isInstanceOf(Output.Send.class);
            }
        }
    }

    @Test
    void staysSilentToAPrefixItDoesNotKnow() {
        assertThat(alice.answering().hear(altered(0))).isEqualTo(failed(Fault.MALFORMED));
        assertThat(alice.answering().hear(altered(4))).isEqualTo(failed(Fault.UNKNOWN_HANDSHAKE));
        assertThat(alice.answering().hear(altered(5))).isEqualTo(failed(Fault.UNKNOWN_SUITE));
        assertThat(alice.answering().hear(altered(6))).isEqualTo(failed(Fault.NOT_FOR_US));
    }

    @Test
    void refusesToDialItself() {
        assertThat(alice.dialling(alice.node(), SUITE).outputs()).isEqualTo(failed(Fault.SELF));
    }

    @Test
    void refusesToBeDialledByItself() {
        Talk answerer = alice.answering();
        Talk dialler = bob.dialling(alice.node(), SUITE);
        byte[] frame3 =
                new Forger(true, bob, opening(dialler)).reply(hearing(answerer, dialler), s -> payload(alice, s));
        assertThat(answerer.hear(frame3)).isEqualTo(failed(Fault.SELF));
    }

    @Test
    void refusesAnotherNodeThatAnswersForTheOneDialled() {
        Talk dialler = bob.dialling(alice.node(), SUITE);
        byte[] frame2 = new Forger(false, mallory, opening(dialler)).reply(opening(dialler), s -> payload(mallory, s));
        assertThat(dialler.hear(frame2)).isEqualTo(failed(Fault.WRONG_PEER));
    }

    @Test
    void refusesAResponderThatCannotSignForTheNodeItClaimsToBe() {
        Talk dialler = bob.dialling(alice.node(), SUITE);
        Talk impostor = mallory.claiming(alice.node()).answering();
        impostor.hear(dialler.sent());
        assertThat(dialler.hear(impostor.sent())).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    @Test
    void refusesAnInitiatorThatCannotSignForTheNodeItClaimsToBe() {
        Talk answerer = alice.answering();
        Talk impostor = mallory.claiming(bob.node()).dialling(alice.node(), SUITE);
        impostor.hear(hearing(answerer, impostor));
        assertThat(answerer.hear(impostor.sent())).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    @Test
    void refusesASignatureOverAnotherStaticKey() {
        assertThat(answerTo(bob, s -> flipped(s, 1))).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    @Test
    void refusesASignatureOverAnotherHandshake() {
        assertThat(answerTo(bob, s -> flipped(s, 64))).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    @Test
    void refusesASignatureThatTheSameNodeMadeInAnEarlierHandshake() {
        Output.Sign earlier = asked(bob, alice.answering());
        Party replayer = new Party(bob.signer(), bob.local(), Party.filledWith(0x77));
        assertThat(answerTo(replayer, s -> earlier.statement())).isEqualTo(failed(Fault.BAD_SIGNATURE));
        assertThat(answerTo(bob, s -> earlier.statement())).singleElement().isInstanceOf(Output.Established.class);
    }

    @Test
    void refusesASignatureMadeInTheOtherRole() {
        assertThat(answerTo(bob, s -> flipped(s, 0))).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    @Test
    void refusesASignatureOfAnotherDomain() {
        KeyHolder careless = new KeyHolder() {
            @Override
            public NodeId nodeId() {
                return bob.node();
            }

            @Override
            public byte[] sign(byte[] toBeSigned) {
                byte[] other = toBeSigned.clone();
                other["comity/".length()] = '2';
                return bob.signer().sign(other);
            }
        };
        Party wrongDomain = new Party(careless, bob.local(), bob.ephemerals());
        assertThat(answerTo(wrongDomain)).isEqualTo(failed(Fault.BAD_SIGNATURE));
    }

    /** The neutral element, of order one, and a point of order eight: under such keys anyone can sign. */
    @Test
    void refusesAnIdentityKeyOfSmallOrder() {
        String neutral = "01" + "00".repeat(31);
        String orderEight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";
        for (String key : List.of(neutral, orderEight, "00".repeat(32))) {
            assertThat(answerTo(bob.claiming(new NodeId(Bytes.ofHex(key))))).isEqualTo(failed(Fault.BAD_IDENTITY));
        }
    }

    @Test
    void refusesVersionRangesThatDoNotMeet() {
        Talk dialler = bob.withVersions(4, 5, 0).dialling(alice.node(), SUITE);
        Talk answerer = alice.withVersions(1, 3, 0).answering();
        byte[] frame1 = opening(dialler);
        byte[] frame2 = hearing(answerer, dialler);
        assertThat(dialler.hear(frame2)).isEqualTo(failed(Fault.NO_COMMON_VERSION));

        byte[] frame3 = new Forger(true, bob, frame1).reply(frame2, s -> payload(bob.withVersions(4, 5, 0), s));
        assertThat(answerer.hear(frame3)).isEqualTo(failed(Fault.NO_COMMON_VERSION));
    }

    @Test
    void refusesAnEphemeralKeyOfSmallOrder() {
        byte[] frame1 = opening(bob.dialling(alice.node(), SUITE));
        Arrays.fill(frame1, Prefix.SIZE_BYTES, frame1.length, (byte) 0);
        assertThat(alice.answering().hear(frame1)).isEqualTo(failed(Fault.WEAK_KEY));
        assertThat(bob.dialling(alice.node(), SUITE).hear(new byte[200])).isEqualTo(failed(Fault.WEAK_KEY));
    }

    @Test
    void refusesAnIdentityThatIsAuthenticAndNotCanonical() {
        Talk answerer = alice.answering();
        Talk dialler = bob.dialling(alice.node(), SUITE);
        byte[] frame1 = opening(dialler);
        byte[] frame3 = new Forger(true, bob, frame1).reply(hearing(answerer, dialler), s -> {
            byte[] honest = payload(bob, s);
            return Arrays.copyOf(honest, honest.length + 1);
        });
        assertThat(answerer.hear(frame3)).isEqualTo(failed(Fault.MALFORMED));
    }

    @Test
    void acceptsTheForgersFrameWhenItIsHonest() {
        Talk answerer = alice.answering();
        Talk dialler = bob.dialling(alice.node(), SUITE);
        byte[] frame1 = opening(dialler);
        byte[] frame3 = new Forger(true, bob, frame1).reply(hearing(answerer, dialler), s -> payload(bob, s));
        assertThat(answerer.hear(frame3)).singleElement().isInstanceOf(Output.Established.class);
    }

    @Test
    void refusesASignatureOfTheWrongSizeFromItsOwnKeyHolder() {
        for (int size : new int[] {0, 63, 65}) {
            Handshake answerer = Handshake.responder(alice.local(), alice.ephemerals());
            answerer.start();
            answerer.frame(opening(bob.dialling(alice.node(), SUITE)));
            assertThat(answerer.signed(new byte[size])).isEqualTo(failed(Fault.NOT_SIGNED));
        }
    }

    /** Speaks Noise with the keys of {@code party} and puts into its message whatever it likes. */
    private record Forger(HandshakeState noise) {
        Forger(boolean initiator, Party party, byte[] frame1) {
            this(new HandshakeState(
                    initiator,
                    new SymmetricState(SUITE, Arrays.copyOf(frame1, Prefix.SIZE_BYTES)),
                    party.local().keys(),
                    X25519KeyPair.generate(party.ephemerals())));
            if (initiator) {
                noise.writeKeys();
                noise.writePayload(new byte[Handshake.OPENING_BYTES - Prefix.SIZE_BYTES - 32]);
            }
        }

        /** Reads frame 1 as the responder or frame 2 as the initiator, and writes the next. */
        byte[] reply(byte[] frame, UnaryOperator<byte[]> payload) {
            boolean opening = frame.length == Handshake.OPENING_BYTES;
            int position = noise.readKeys(frame, opening ? Prefix.SIZE_BYTES : 0);
            assertThat(noise.readPayload(Arrays.copyOfRange(frame, position, frame.length)))
                    .isNotNull();
            byte[] keys = Objects.requireNonNull(noise.writeKeys());
            byte[] said = noise.writePayload(payload.apply(noise.hash()));
            byte[] reply = Arrays.copyOf(keys, keys.length + said.length);
            System.arraycopy(said, 0, reply, keys.length, said.length);
            return reply;
        }
    }

    /** What a forger that is the initiator with bob's keys, or the responder with mallory's, says as {@code claimed}. */
    private byte[] payload(Party claimed, byte[] hash) {
        boolean byInitiator = !claimed.equals(mallory);
        byte[] key = (byInitiator ? bob : mallory).local().keys().publicKey();
        byte[] statement = Handshake.statement(byInitiator, key, hash);
        return IdentityPayload.write(
                claimed.local(), Bytes.EMPTY, claimed.signer().sign(Handshake.SIGNATURE_DOMAIN, statement));
    }

    private List<Output> answerTo(Party initiator) {
        Talk answerer = alice.answering();
        Talk dialler = initiator.dialling(alice.node(), SUITE);
        dialler.hear(hearing(answerer, dialler));
        return answerer.hear(dialler.sent());
    }

    /** What alice says to an initiator that signs {@code change} of what it should. */
    private List<Output> answerTo(Party initiator, UnaryOperator<byte[]> change) {
        Talk answerer = alice.answering();
        Handshake dialler = Handshake.initiator(initiator.local(), alice.node(), SUITE, initiator.ephemerals());
        answerer.hear(((Output.Send) dialler.start().get(0)).frame());
        Output.Sign asked = (Output.Sign) dialler.frame(answerer.sent()).get(0);
        byte[] signature = initiator.signer().sign(Handshake.SIGNATURE_DOMAIN, change.apply(asked.statement()));
        return answerer.hear(((Output.Send) dialler.signed(signature).get(0)).frame());
    }

    /** What {@code initiator} is asked to sign when it dials alice. */
    private Output.Sign asked(Party initiator, Talk answerer) {
        Handshake dialler = Handshake.initiator(initiator.local(), alice.node(), SUITE, initiator.ephemerals());
        answerer.hear(((Output.Send) dialler.start().get(0)).frame());
        return (Output.Sign) dialler.frame(answerer.sent()).get(0);
    }

    private byte[] altered(int index) {
        byte[] frame = opening(bob.dialling(alice.node(), SUITE));
        frame[index] ^= 0x40;
        return frame;
    }

    private static byte[] opening(Talk dialler) {
        return dialler.sent().clone();
    }

    /** Frame 2: what {@code answerer} says to {@code dialler}'s opening. */
    private static byte[] hearing(Talk answerer, Talk dialler) {
        answerer.hear(dialler.sent());
        return answerer.sent();
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = bytes.clone();
        copy[index] ^= 3;
        return copy;
    }

    private static List<Output> failed(Fault fault) {
        return List.of(new Output.Failed(fault));
    }
}
