package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code docs/protocol/evidence-vectors.json} holds. */
final class EvidenceVectors {
    private EvidenceVectors() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "about",
                "See evidence.md. Keys are Ed25519 seeds; files are whole; message n of a tree is the ASCII text of n.");
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("owner", key("01", Signers.ALICE));
        keys.put("holder", key("02", Signers.BOB));
        keys.put("session", key("03", Signers.SESSION_KEY));
        all.put("keys", keys);
        all.put("trees", trees());
        all.put("certificate", Signers.certificate().sign(Signers.BOB).toHex());
        all.put("evidenceFiles", evidenceFiles());
        all.put("ledgerFiles", ledgerFiles());
        return all;
    }

    private static Map<String, Object> key(String octet, MemoryKeyHolder holder) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("seed", octet.repeat(32));
        key.put("public", holder.nodeId().key().toHex());
        return key;
    }

    private static List<Object> trees() {
        List<Object> trees = new ArrayList<>();
        Hashing hashing = new Hashing();
        byte[] prefix = hashing.leafPrefix("shop", "Order");
        for (int count : new int[] {1, 2, 8, 9, 128, 129, 257}) {
            HashTree tree = new HashTree(hashing);
            for (int i = 0; i < count; i++) {
                byte[] message = Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                tree.add(prefix, message, 0, message.length);
            }
            byte[] root = new byte[Hashing.BYTES];
            tree.root(root, 0);
            Map<String, Object> vector = new LinkedHashMap<>();
            vector.put("engine", "shop");
            vector.put("type", "Order");
            vector.put("messages", (long) count);
            vector.put("root", Bytes.of(root).toHex());
            trees.add(vector);
        }
        return trees;
    }

    private static Map<String, Object> file(String name, byte[] file, boolean holds) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("holds", holds);
        vector.put("file", Bytes.of(file).toHex());
        return vector;
    }

    private static List<Object> evidenceFiles() {
        Proof proof = Signers.proof();
        byte[] good = EvidenceFile.write(List.of(proof));
        byte[] altered = good.clone();
        altered[60] ^= 1;
        Proof elsewhere = new Proof(
                proof.sender(),
                "bank",
                proof.type(),
                proof.messages(),
                proof.place(),
                proof.path(),
                proof.statement(),
                proof.signature(),
                proof.certificate(),
                proof.received());
        return List.of(
                file("one proof", good, true),
                file("two proofs", EvidenceFile.write(List.of(proof, proof)), true),
                file("one bit is other", altered, false),
                file("another engine", EvidenceFile.write(List.of(elsewhere)), false),
                file(
                        "a place where no message is",
                        EvidenceFile.write(List.of(Signers.of(proof, proof.messages(), 2))),
                        false),
                file("cut short", java.util.Arrays.copyOf(good, good.length - 1), false));
    }

    private static List<Object> ledgerFiles() {
        Account first = Signers.account(Signers.BOB.nodeId(), 1, Account.BEGINNING, 3);
        Account second = Signers.account(Signers.BOB.nodeId(), 4, first.head(), 2);
        LedgerFile.Piece one = Signers.piece(first);
        LedgerFile.Piece two = Signers.piece(second);
        LedgerFile.Piece alone = new LedgerFile.Piece(two.account(), two.receipt(), Bytes.EMPTY);
        LedgerFile.Piece swapped = new LedgerFile.Piece(two.account(), two.agreement(), two.receipt());
        return List.of(
                file("two accounts", LedgerFile.write(List.of(one, two)), true),
                file("the holder has not agreed yet", LedgerFile.write(List.of(one, alone)), true),
                file("in another order", LedgerFile.write(List.of(two, one)), false),
                file("the signatures are exchanged", LedgerFile.write(List.of(one, swapped)), false),
                file(
                        "another's signatures",
                        LedgerFile.write(List.of(new LedgerFile.Piece(one.account(), two.receipt(), two.agreement()))),
                        false));
    }
}
