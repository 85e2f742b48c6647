package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Bob, who signs what he sends, Alice, to whom he sends it, and the key of their session. */
final class Signers {
    static final MemoryKeyHolder ALICE = key("01");
    static final MemoryKeyHolder BOB = key("02");
    static final MemoryKeyHolder SESSION_KEY = key("03");
    static final MemoryKeyHolder MALLORY = key("04");
    static final Bytes SESSION = Bytes.ofHex("5e".repeat(32));
    static final long ISSUED = 1_000;
    static final long EXPIRES = 2_000;
    static final long SENT = 1_500;
    static final long RECEIVED = 1_600;

    private Signers() {}

    static MemoryKeyHolder key(String octet) {
        return MemoryKeyHolder.fromSeed(HexFormat.of().parseHex(octet.repeat(32)));
    }

    static Certificate certificate() {
        return new Certificate(BOB.nodeId(), ALICE.nodeId(), SESSION, SESSION_KEY.nodeId(), ISSUED, EXPIRES);
    }

    static byte[] cast(int number) {
        byte[] body = {(byte) 0xa1, 0x61, 0x6e, (byte) number};
        CborWriter out = new CborWriter(64, 64);
        UrMessages.castHead(out, 1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    static Bytes messages(int... numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int number : numbers) {
            out.writeBytes(cast(number));
        }
        return Bytes.of(out.toByteArray());
    }

    /** The same proof of another message, or of other ones. */
    static Proof of(Proof proof, Bytes messages, int place) {
        return new Proof(
                proof.sender(),
                proof.engine(),
                proof.type(),
                messages,
                place,
                proof.path(),
                proof.statement(),
                proof.signature(),
                proof.certificate(),
                proof.received());
    }

    static Statement statement(Bytes root) {
        return new Statement(ALICE.nodeId(), SESSION, 0, 1, SENT, root);
    }

    /** Of the second of two messages, which were signed with another in front as one of three records. */
    static Proof proof() {
        Hashing hashing = new Hashing();
        HashTree tree = new HashTree(hashing);
        byte[] prefix = hashing.leafPrefix("shop", "Order");
        tree.add(hashing.leafPrefix("shop", "Question"), cast(0), 0, cast(0).length);
        tree.add(prefix, cast(1), 0, cast(1).length);
        tree.add(prefix, cast(2), 0, cast(2).length);
        byte[] roots = new byte[3 * Hashing.BYTES];
        tree.root(roots, Hashing.BYTES);
        Statement statement = statement(HashTree.over(hashing, roots, 0, 3));
        return new Proof(
                BOB.nodeId(),
                "shop",
                "Order",
                messages(1, 2),
                1,
                tree.path(1).then(Path.Step.among(roots, 0, 3, 1)),
                statement,
                Bytes.of(statement.sign(SESSION_KEY)),
                certificate().sign(BOB),
                RECEIVED);
    }

    static Account account(NodeId holder, long first, Bytes previous, int entries) {
        List<Account.Entry> some = java.util.stream.IntStream.range(0, entries)
                .mapToObj(i -> new Account.Entry(
                        0,
                        first + i,
                        Bytes.ofHex("0a".repeat(32)),
                        10,
                        List.of(Bytes.ofHex("0b".repeat(32))),
                        List.of(2L, 3L, 6L)))
                .toList();
        return new Account(ALICE.nodeId(), holder, SESSION, first, previous, some);
    }

    static Bytes seal(MemoryKeyHolder signer, NodeId other, Account account, String domain) {
        return new Seal(
                        signer.nodeId(),
                        other,
                        account.session(),
                        account.first(),
                        account.last(),
                        account.previous(),
                        account.head(),
                        SENT)
                .sign(signer, domain);
    }

    static LedgerFile.Piece piece(Account account) {
        return new LedgerFile.Piece(
                account.encode(),
                seal(ALICE, account.holder(), account, Seal.RECEIPT),
                seal(BOB, ALICE.nodeId(), account, Seal.AGREEMENT));
    }
}
