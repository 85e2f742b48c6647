package io.comity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A third party, who has the file and nothing else. */
final class ProofTest {
    private static Proof.Finding check(byte[] file) {
        List<Proof.Finding> findings = EvidenceFile.check(file);
        assertThat(findings).isNotEmpty();
        return findings.get(findings.size() - 1);
    }

    private static Proof.Flaw flaw(Proof proof) {
        return ((Proof.Fails) proof.check()).flaw();
    }

    @Test
    void whatWasSignedIsProvenWithItsBody() {
        Proof.Finding found = check(EvidenceFile.write(List.of(Signers.proof())));
        assertThat(found).isEqualTo(new Proof.Holds(Signers.proof(), Bytes.ofHex("a1616e02")));
    }

    /** But for the time of receipt, and the place, by which another message of the run is proven. */
    @Test
    void noBitOfAFileMayBeOther() {
        byte[] file = EvidenceFile.write(List.of(Signers.proof()));
        int received = file.length - 3;
        List<Proof.Finding> holds = new ArrayList<>();
        for (int bit = 0; bit < 8 * received; bit++) {
            byte[] altered = file.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            if (check(altered) instanceof Proof.Holds found) {
                holds.add(found);
            }
        }
        assertThat(holds).containsExactly(new Proof.Holds(inPlace(Signers.proof(), 0), Bytes.ofHex("a1616e01")));
    }

    private static Proof inPlace(Proof proof, int place) {
        return Signers.of(proof, proof.messages(), place);
    }

    @Test
    void aPlaceWhereNoMessageIsAndARunWithAnythingButCastsProveNothing() {
        Proof proof = Signers.proof();
        assertThat(flaw(inPlace(proof, 2))).isEqualTo(Proof.Flaw.MESSAGE);
        assertThat(flaw(Signers.of(proof, Bytes.EMPTY, 0))).isEqualTo(Proof.Flaw.MESSAGE);
        String run = proof.messages().toHex();
        String acknowledgement = "820901";
        assertThat(flaw(Signers.of(proof, Bytes.ofHex(acknowledgement + run), 0)))
                .isEqualTo(Proof.Flaw.MESSAGE);
        assertThat(flaw(Signers.of(proof, Bytes.ofHex(run + acknowledgement), 0)))
                .isEqualTo(Proof.Flaw.MESSAGE);
        assertThat(flaw(Signers.of(proof, Bytes.ofHex(run.substring(2)), 0))).isEqualTo(Proof.Flaw.MESSAGE);
    }

    @Test
    void aRunIsAsLongAsItMayBeAndNoLonger() {
        Proof proof = Signers.proof();
        assertThat(flaw(Signers.of(proof, Signers.messages(1, 2, 3, 4, 5, 6, 7, 8), 7)))
                .isEqualTo(Proof.Flaw.PATH);
        assertThat(flaw(Signers.of(proof, Signers.messages(1, 2, 3, 4, 5, 6, 7, 8, 9), 7)))
                .isEqualTo(Proof.Flaw.MESSAGE);
    }

    @Test
    void aFileThatIsCutOrHasMoreIsNone() {
        byte[] file = EvidenceFile.write(List.of(Signers.proof()));
        for (int length = 0; length < file.length; length++) {
            assertThat(check(Arrays.copyOf(file, length))).isInstanceOf(Proof.Fails.class);
        }
        assertThat(check(Arrays.copyOf(file, file.length + 1))).isEqualTo(new Proof.Fails(Proof.Flaw.MALFORMED));
    }

    @Test
    void oneBadProofDoesNotHideTheOthers() {
        Proof good = Signers.proof();
        Proof bad = with(good, "bank", good.statement(), good.certificate(), good.signature());
        List<Proof.Finding> findings = EvidenceFile.check(EvidenceFile.write(List.of(good, bad, good)));
        assertThat(findings).hasSize(3);
        assertThat(findings.get(1)).isEqualTo(new Proof.Fails(Proof.Flaw.PATH));
        assertThat(findings.get(2)).isInstanceOf(Proof.Holds.class);
    }

    private static Proof with(Proof proof, String engine, Statement statement, Bytes certificate, Bytes signature) {
        return new Proof(
                proof.sender(),
                engine,
                proof.type(),
                proof.messages(),
                proof.place(),
                proof.path(),
                statement,
                signature,
                certificate,
                proof.received());
    }

    @Test
    void aKeyThatTheSenderDidNotVouchForProvesNothing() {
        Proof proof = Signers.proof();
        Certificate own = new Certificate(
                Signers.MALLORY.nodeId(),
                Signers.ALICE.nodeId(),
                Signers.SESSION,
                Signers.SESSION_KEY.nodeId(),
                1_000,
                2_000);
        assertThat(flaw(with(proof, "shop", proof.statement(), own.sign(Signers.MALLORY), proof.signature())))
                .isEqualTo(Proof.Flaw.CERTIFICATE);
        Certificate other = new Certificate(
                Signers.BOB.nodeId(), Signers.ALICE.nodeId(), Signers.SESSION, Signers.MALLORY.nodeId(), 1_000, 2_000);
        assertThat(flaw(with(proof, "shop", proof.statement(), other.sign(Signers.BOB), proof.signature())))
                .isEqualTo(Proof.Flaw.SIGNATURE);
    }

    @Test
    void aKeyProvesNothingForAnotherNodeSessionOrTime() {
        Proof proof = Signers.proof();
        for (Certificate other : List.of(
                certificate(Signers.MALLORY.nodeId(), Signers.SESSION, 1_000, 2_000),
                certificate(Signers.ALICE.nodeId(), Bytes.ofHex("5f".repeat(32)), 1_000, 2_000),
                certificate(Signers.ALICE.nodeId(), Signers.SESSION, Signers.SENT + 1, 2_000),
                certificate(Signers.ALICE.nodeId(), Signers.SESSION, 1_000, Signers.SENT))) {
            assertThat(flaw(with(proof, "shop", proof.statement(), other.sign(Signers.BOB), proof.signature())))
                    .isEqualTo(Proof.Flaw.SCOPE);
        }
        Certificate just = certificate(Signers.ALICE.nodeId(), Signers.SESSION, Signers.SENT, Signers.SENT + 1);
        assertThat(with(proof, "shop", proof.statement(), just.sign(Signers.BOB), proof.signature())
                        .check())
                .isInstanceOf(Proof.Holds.class);
    }

    private static Certificate certificate(NodeId audience, Bytes session, long issued, long expires) {
        return new Certificate(Signers.BOB.nodeId(), audience, session, Signers.SESSION_KEY.nodeId(), issued, expires);
    }

    @Test
    void aCertificateIsGoodForSoLongAndNoSecondMore() {
        long most = Certificate.MAX_LIFETIME_SECONDS;
        Certificate longest = certificate(Signers.ALICE.nodeId(), Signers.SESSION, 0, most);
        Certificate longer = certificate(Signers.ALICE.nodeId(), Signers.SESSION, 0, most + 1);
        assertThat(Certificate.read(longest.sign(Signers.BOB), Signers.BOB.nodeId()))
                .isPresent();
        assertThat(Certificate.read(longer.sign(Signers.BOB), Signers.BOB.nodeId()))
                .isEmpty();
    }
}
