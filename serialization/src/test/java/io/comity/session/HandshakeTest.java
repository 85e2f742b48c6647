package io.comity.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.session.Party.Talk;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two machines that mean well. */
class HandshakeTest {
    private final Party alice = Party.alice();
    private final Party bob = Party.bob();

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void endsWithTheSameLinkOnBothSides(CipherSuite suite) {
        Talk dialler = bob.dialling(alice.node(), suite);
        Talk answerer = alice.answering();
        meet(dialler, answerer);

        assertThat(dialler.link().peer()).isEqualTo(alice.node());
        assertThat(answerer.link().peer()).isEqualTo(bob.node());
        assertThat(dialler.link().initiator()).isTrue();
        assertThat(answerer.link().initiator()).isFalse();
        assertThat(dialler.link().suite()).isEqualTo(answerer.link().suite()).isEqualTo(suite);
        assertThat(dialler.link().peerBootEpoch()).isEqualTo(7);
        assertThat(answerer.link().peerBootEpoch()).isEqualTo(7);
        assertThat(dialler.link().handshakeHash()).isEqualTo(answerer.link().handshakeHash());
        passesRecord(dialler.link(), answerer.link(), "to alice");
        passesRecord(answerer.link(), dialler.link(), "to bob");
    }

    @Test
    void agreesOnTheNewestCommonVersionAndTheSharedFeatures() {
        Talk dialler = bob.withVersions(2, 9, 0b0110).dialling(alice.node(), CipherSuite.AES_GCM);
        Talk answerer = alice.withVersions(1, 3, 0b1100).answering();
        meet(dialler, answerer);
        assertThat(dialler.link().version()).isEqualTo(3);
        assertThat(answerer.link().version()).isEqualTo(3);
        assertThat(dialler.link().features()).isEqualTo(0b0100);
        assertThat(answerer.link().features()).isEqualTo(0b0100);
    }

    @Test
    void agreesAtTheLastVersionAndTheLargestFeaturesAndEpoch() {
        Party newest = bob.withVersions(255, 255, Long.MAX_VALUE);
        Talk dialler = newest.dialling(alice.node(), CipherSuite.AES_GCM);
        Talk answerer = alice.withVersions(1, 255, Long.MAX_VALUE).answering();
        meet(dialler, answerer);
        assertThat(answerer.link().version()).isEqualTo(255);
        assertThat(answerer.link().features()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksForOneSignatureOnEachSideAndSendsThreeFrames() {
        Handshake dialler = Handshake.initiator(bob.local(), alice.node(), CipherSuite.AES_GCM, bob.ephemerals());
        Handshake answerer = Handshake.responder(alice.local(), alice.ephemerals());
        assertThat(answerer.start()).isEmpty();
        Output.Send first = (Output.Send) dialler.start().get(0);

        Output.Sign responderSigns = (Output.Sign) answerer.frame(first.frame()).get(0);
        assertThat(responderSigns.statement()).hasSize(65).startsWith(2);
        Output.Send second =
                (Output.Send) answerer.signed(sign(alice, responderSigns)).get(0);

        Output.Sign initiatorSigns = (Output.Sign) dialler.frame(second.frame()).get(0);
        assertThat(initiatorSigns.statement()).hasSize(65).startsWith(1);
        Output.Send third =
                (Output.Send) dialler.signed(sign(bob, initiatorSigns)).get(0);
        assertThat(answerer.frame(third.frame())).singleElement().isInstanceOf(Output.Established.class);

        assertThat(first.frame()).hasSize(220);
        assertThat(second.frame().length).isLessThan(Handshake.MAX_FRAME_BYTES);
        assertThat(third.frame().length).isLessThan(Handshake.MAX_FRAME_BYTES);
    }

    /** A node says no more in frame 2 than it can: the last version, the largest features and epoch. */
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void answersAnOpeningWithAsManyBytesAtTheMost(CipherSuite suite) {
        int opening = bob.dialling(alice.node(), suite).sent().length;
        assertThat(answered(alice, suite)).isLessThan(opening);
        assertThat(answered(alice.withVersions(1, 255, 0), suite)).isLessThan(opening);
        assertThat(answered(alice.withVersions(255, 255, Long.MAX_VALUE), suite))
                .isLessThan(opening);
        Local local = alice.withVersions(255, 255, Long.MAX_VALUE).local();
        Local longest = new Local(local.node(), Long.MAX_VALUE, 255, 255, Long.MAX_VALUE, local.keys(), local.suites());
        assertThat(answered(new Party(alice.signer(), longest, alice.ephemerals()), suite))
                .isEqualTo(opening);
    }

    private int answered(Party answering, CipherSuite suite) {
        Talk answerer = answering.answering();
        answerer.hear(bob.dialling(alice.node(), suite).sent());
        return answerer.sent().length;
    }

    @Test
    void givesEachHandshakeAHashOfItsOwn() {
        Talk dialler = bob.dialling(alice.node(), CipherSuite.AES_GCM);
        meet(dialler, alice.answering());
        Talk redialler = bob.again().dialling(alice.node(), CipherSuite.AES_GCM);
        meet(redialler, alice.answering());
        assertThat(dialler.link().handshakeHash()).isNotEqualTo(redialler.link().handshakeHash());
    }

    @Test
    void refusesALocalSideThatNoPeerCouldRead() {
        Local local = alice.local();
        assertThatIllegalArgumentException().isThrownBy(() -> alice.withVersions(0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.withVersions(2, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.withVersions(1, 256, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.withVersions(1, 1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Local(local.node(), -1, 1, 1, 0, local.keys(), local.suites()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Local(local.node(), 1, 1, 1, 0, local.keys(), EnumSet.noneOf(CipherSuite.class)));
    }

    @Test
    void showsNoSecretInText() {
        assertThat(alice.local().toString())
                .contains("8520f0098930a754")
                .doesNotContain("77076d0a")
                .doesNotContain("9d61b19d");
    }

    private static void meet(Talk dialler, Talk answerer) {
        answerer.hear(dialler.sent());
        dialler.hear(answerer.sent());
        answerer.hear(dialler.sent());
    }

    private static byte[] sign(Party party, Output.Sign asked) {
        return party.signer().sign(Handshake.SIGNATURE_DOMAIN, asked.statement());
    }

    private static void passesRecord(Link from, Link to, String text) {
        byte[] plain = text.getBytes(US_ASCII);
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        byte[] opened = new byte[plain.length];
        assertThat(from.sealer().seal(new byte[0], 0, plain, 0, plain.length, sealed, 0))
                .isEqualTo(sealed.length);
        assertThat(to.opener().open(new byte[0], 0, sealed, 0, sealed.length, opened, 0))
                .isEqualTo(plain.length);
        assertThat(opened).isEqualTo(plain);
    }
}
