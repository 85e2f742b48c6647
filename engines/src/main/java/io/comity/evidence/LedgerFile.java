package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receipts in a file: the eight bytes {@code comityr1}, then a sequence (RFC 8742) of {@code [account, receipt, agreement]}, three
 * byte strings, the last empty while the holder has not agreed. Accounts of one ledger stand in order, each going on where the
 * one before ended: one that is left out between two others, changed or moved does not go unnoticed. That newer ones are left
 * out at the end is noticed by whoever has a newer one.
 */
public final class LedgerFile {
    /** Accounts in one file. */
    public static final int MAX_ACCOUNTS = 1_000_000;

    private static final Bytes MAGIC = Bytes.ofHex("636f6d6974797231");
    private static final int FIELDS = 3;

    /** An account and what both sides say of it. */
    public record Piece(Bytes account, Bytes receipt, Bytes agreement) {}

    /** What a piece is worth. */
    public sealed interface Finding {}

    /** Its owner's word, and its holder's too if {@code isAgreed}; it goes on where the one before of its ledger ended. */
    public record Holds(Account account, boolean isAgreed) implements Finding {}

    public record Fails(Flaw flaw) implements Finding {}

    /** What is wrong with a piece. */
    public enum Flaw {
        MALFORMED("it is no receipt"),
        RECEIPT("its owner has not signed this account"),
        AGREEMENT("its holder has not signed this account"),
        ORDER("it does not go on where the one before ended; one was left out, or moved");

        private final String words;

        Flaw(String words) {
            this.words = words;
        }

        /** For people, to go after a colon. */
        public String words() {
            return words;
        }
    }

    private record Ledger(NodeId owner, NodeId holder) {}

    private LedgerFile() {}

    public static byte[] write(List<Piece> pieces) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC.toArray());
        for (Piece piece : pieces) {
            CborWriter out = new CborWriter(1_024, Account.MAX_BYTES + 2 * Seal.MAX_SIGNED_BYTES + 16).array(FIELDS);
            out.bytes(piece.account()).bytes(piece.receipt()).bytes(piece.agreement());
            file.writeBytes(out.toByteArray());
        }
        return file.toByteArray();
    }

    /** What each piece is worth, in order; after one that is no receipt nothing can be read. Never empty. */
    public static List<Finding> check(byte[] file) {
        Finding unreadable = new Fails(Flaw.MALFORMED);
        if (file.length <= MAGIC.size() || !Bytes.of(file, 0, MAGIC.size()).equals(MAGIC)) {
            return List.of(unreadable);
        }
        CborReader in = new CborReader(file, MAGIC.size(), file.length - MAGIC.size());
        List<Finding> findings = new ArrayList<>();
        Map<Ledger, Account> ends = new HashMap<>();
        while (!in.atEnd()) {
            Piece piece = read(in);
            boolean isPiece = in.fault() == null && findings.size() < MAX_ACCOUNTS;
            findings.add(isPiece ? check(piece, ends) : unreadable);
            if (!isPiece) {
                break;
            }
        }
        return findings;
    }

    private static Piece read(CborReader in) {
        in.tuple(FIELDS);
        return new Piece(in.bytes(Account.MAX_BYTES), in.bytes(Seal.MAX_SIGNED_BYTES), in.bytes(Seal.MAX_SIGNED_BYTES));
    }

    private static boolean isKey(NodeId node) {
        return NodeId.admit(node.key().toArray()).isPresent();
    }

    private static Finding check(Piece piece, Map<Ledger, Account> ends) {
        Account account = Account.read(piece.account()).orElse(null);
        if (account == null) {
            return new Fails(Flaw.MALFORMED);
        }
        boolean isGiven = isKey(account.owner())
                && isKey(account.holder())
                && Seal.read(piece.receipt(), Seal.RECEIPT, account.owner())
                        .map(seal -> seal.value().isOf(account, account.holder()))
                        .orElse(false);
        if (!isGiven) {
            return new Fails(Flaw.RECEIPT);
        }
        boolean isAgreed = piece.agreement().size() > 0;
        boolean isTaken = Seal.read(piece.agreement(), Seal.AGREEMENT, account.holder())
                .map(seal -> seal.value().isOf(account, account.owner()))
                .orElse(false);
        if (isAgreed && !isTaken) {
            return new Fails(Flaw.AGREEMENT);
        }
        Account before = ends.put(new Ledger(account.owner(), account.holder()), account);
        boolean goesOn = before == null
                || account.first() == before.last() + 1 && account.previous().equals(before.head());
        return goesOn ? new Holds(account, isAgreed) : new Fails(Flaw.ORDER);
    }
}
