package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Proofs in a file: the eight bytes {@code comity-1}, then a sequence (RFC 8742) of them. */
public final class EvidenceFile {
    /** Proofs in one file. */
    public static final int MAX_PROOFS = 1_000_000;

    private static final Bytes MAGIC = Bytes.ofHex("636f6d6974792d31");

    private EvidenceFile() {}

    public static byte[] write(List<Proof> proofs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC.toArray());
        proofs.forEach(proof -> out.writeBytes(proof.encode().toArray()));
        return out.toByteArray();
    }

    /** What each proof is worth, in order; after one that is no proof nothing can be read. Never empty. */
    public static List<Proof.Finding> check(byte[] file) {
        Proof.Finding unreadable = new Proof.Fails(Proof.Flaw.MALFORMED);
        if (file.length <= MAGIC.size() || !Bytes.of(file, 0, MAGIC.size()).equals(MAGIC)) {
            return List.of(unreadable);
        }
        CborReader in = new CborReader(file, MAGIC.size(), file.length - MAGIC.size());
        List<Proof.Finding> findings = new ArrayList<>();
        while (!in.atEnd()) {
            Proof proof = findings.size() == MAX_PROOFS ? null : Proof.read(in);
            findings.add(proof == null ? unreadable : proof.check());
            if (proof == null) {
                break;
            }
        }
        return findings;
    }
}
