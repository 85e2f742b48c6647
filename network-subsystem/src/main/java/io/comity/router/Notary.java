package io.comity.router;

import io.comity.evidence.Account;
import io.comity.evidence.Certificate;
import io.comity.evidence.Seal;
import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.proxy.NodeProxy;
import io.comity.witness.LedgerBook;
import java.time.Duration;

/** What the node signs of evidence: the keys of sessions, and the ledgers of what was sent in them. Used by the Router only. */
final class Notary {
    /** How long a key of a session is vouched for; halfway it is vouched for again. */
    private static final Duration LIFETIME = Duration.ofDays(60);

    private final Router.Context node;

    Notary(Router.Context node) {
        this.node = node;
    }

    private LedgerBook ledgers() {
        return node.books().witnesses().ledgers();
    }

    private long now() {
        return node.clock().get().getEpochSecond();
    }

    /** Vouches for a key that never leaves this process, in one session towards one node. */
    NodeProxy.Certified certify(NodeProxy.Certify wanted) {
        KeyHolder key = wanted.key() == null ? fresh() : wanted.key();
        long issued = now();
        Certificate certificate = new Certificate(
                self(), wanted.peer(), wanted.session(), key.nodeId(), issued, issued + LIFETIME.toSeconds());
        long renew = issued + LIFETIME.dividedBy(2).toSeconds();
        return new NodeProxy.Certified(wanted.session(), key, certificate.sign(node.keyHolder()), renew);
    }

    private KeyHolder fresh() {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        node.random().nextBytes(seed);
        return MemoryKeyHolder.fromSeed(seed);
    }

    private NodeId self() {
        return node.keyHolder().nodeId();
    }

    /** Goes on with the ledger of a holder. */
    NodeProxy.Reckoned reckon(NodeProxy.Reckon reckon) {
        Account account = ledgers().next(self(), reckon.peer(), reckon.session(), reckon.entries());
        Bytes signed = seal(account, reckon.peer()).sign(node.keyHolder(), Seal.RECEIPT);
        ledgers().signed(account, signed);
        return new NodeProxy.Reckoned(account, signed);
    }

    void settle(NodeProxy.Settle settle) {
        ledgers().agreed(self(), settle.peer(), settle.session(), settle.last(), settle.signed());
    }

    /** Signs the account of another node, which was found true. */
    NodeProxy.Agreed agree(NodeProxy.Agree agree) {
        Account account = agree.account();
        Bytes agreement = seal(account, account.owner()).sign(node.keyHolder(), Seal.AGREEMENT);
        ledgers().received(account, agree.signed(), agreement);
        return new NodeProxy.Agreed(account.session(), account.last(), agreement);
    }

    private Seal seal(Account account, NodeId other) {
        return new Seal(
                self(),
                other,
                account.session(),
                account.first(),
                account.last(),
                account.previous(),
                account.head(),
                now());
    }
}
