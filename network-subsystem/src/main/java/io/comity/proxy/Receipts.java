package io.comity.proxy;

import io.comity.evidence.Account;
import io.comity.evidence.Seal;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one session, in both directions: those of this node that the peer owes its signature, and whether one of the peer
 * says what was really sent. Used by the NodeProxy only.
 */
final class Receipts {
    private final NodeId self;
    private final Session session;
    private final Deque<Account> unsigned = new ArrayDeque<>();
    private @Nullable Account heard;

    Receipts(NodeId self, Session session) {
        this.self = self;
        this.session = session;
    }

    // Of what the peer sent.

    /** What is to be signed now; perhaps nothing. */
    List<Account.Entry> due() {
        return session.witness().account().take();
    }

    boolean isMoreDue() {
        return session.witness().account().hasMore();
    }

    /** This node has signed an account: the peer is told, and owes its own signature. */
    void said(Account account, Bytes signed) {
        unsigned.add(account);
        session.witness().account().unsigned(unsigned.size());
        session.say(new UrMessage.Receipt(account.encode(), signed));
    }

    /** The oldest account without the peer's signature, which it has now; empty when this is no such signature. */
    Optional<Account> countersigned(UrMessage.Countersigned countersigned) {
        Account oldest = unsigned.peek();
        boolean holds = oldest != null
                && oldest.last() == countersigned.last()
                && Seal.read(countersigned.signed(), Seal.AGREEMENT, session.peer())
                        .map(seal -> seal.value().isOf(oldest, self))
                        .orElse(false);
        if (oldest == null || !holds) {
            return Optional.empty();
        }
        unsigned.remove();
        session.witness().account().unsigned(unsigned.size());
        return Optional.of(oldest);
    }

    // Of what this node sent.

    /** The account of the peer, if it is signed by it and true; costs one signature check. */
    Optional<Account> heard(UrMessage.Receipt receipt) {
        Account account = Account.read(receipt.account()).orElse(null);
        boolean isTheirs = account != null
                && account.owner().equals(session.peer())
                && account.holder().equals(self)
                && account.session().equals(session.name())
                && Seal.read(receipt.signed(), Seal.RECEIPT, session.peer())
                        .map(seal -> seal.value().isOf(account, self))
                        .orElse(false);
        if (account == null || !isTheirs || !goesOn(account)) {
            return Optional.empty();
        }
        heard = account;
        return account.entries().stream().allMatch(this::isTrue) ? Optional.of(account) : Optional.empty();
    }

    private boolean goesOn(Account account) {
        Account before = heard;
        return before == null
                || account.first() == before.last() + 1 && account.previous().equals(before.head());
    }

    /** Long casts that were refused at their first part are in no account. */
    private boolean isTrue(Account.Entry entry) {
        Sworn.Oath oath = session.sworn().next(entry.lane());
        while (oath != null && entry.lane() == UrMessages.LANE_OF_LONG_CASTS && oath.number() < entry.number()) {
            oath = session.sworn().next(entry.lane());
        }
        return oath != null
                && oath.number() == entry.number()
                && oath.count() == entry.count()
                && oath.root().equals(entry.root());
    }
}
