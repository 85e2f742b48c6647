package io.comity.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.Account;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.store.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerBookTest {
    private static final NodeId ALICE = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final NodeId BOB =
            MemoryKeyHolder.fromSeed(Bytes.ofHex("01".repeat(32)).toArray()).nodeId();
    private static final Bytes HASH = Bytes.ofHex("0a".repeat(32));
    private static final Bytes SIGNED = Bytes.ofHex("84");
    private static final Account.Entry ENTRY = new Account.Entry(0, 1, HASH, 1, List.of(), List.of());

    private final MemoryStore store = new MemoryStore();

    private static Account write(LedgerBook book) {
        Account next = book.next(ALICE, BOB, HASH, List.of(ENTRY, ENTRY));
        book.signed(next, SIGNED);
        return next;
    }

    @Test
    void aLedgerGoesOnWhereItEndedAlsoAfterARestart() {
        Account first = write(new LedgerBook(1 << 20, store));
        Account second = write(new LedgerBook(1 << 20, store));
        assertThat(first.first()).isEqualTo(1);
        assertThat(first.previous()).isEqualTo(Account.BEGINNING);
        assertThat(second.first()).isEqualTo(3);
        assertThat(second.previous()).isEqualTo(first.head());
    }

    @Test
    void keepsAsMuchAsItMayAndForgetsNoEnd() {
        long each = write(new LedgerBook(1 << 20, new MemoryStore())).encode().size() + LedgerBook.RECEIPT_COST_BYTES;
        LedgerBook book = new LedgerBook(2 * each, store);
        write(book);
        write(book);
        assertThat(book.receipts()).hasSize(2);
        Account third = write(book);
        assertThat(book.receipts()).hasSize(2);
        assertThat(store.receipts()).isEqualTo(book.receipts());
        assertThat(book.receipts().get(1).last()).isEqualTo(third.last());
        LedgerBook none = new LedgerBook(each - 1, store);
        assertThat(write(none).first()).isEqualTo(third.last() + 1);
        assertThat(none.receipts()).isEmpty();
    }

    @Test
    void anAgreementIsAddedToItsReceiptAndToNoOther() {
        LedgerBook book = new LedgerBook(1 << 20, store);
        Account account = write(book);
        book.agreed(ALICE, BOB, HASH, account.last() + 1, SIGNED);
        book.agreed(ALICE, BOB, Bytes.of(new byte[32]), account.last(), SIGNED);
        assertThat(book.receipts()).allMatch(receipt -> receipt.agreement().size() == 0);
        book.agreed(ALICE, BOB, HASH, account.last(), SIGNED);
        assertThat(new LedgerBook(1 << 20, store).receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.agreement()).isEqualTo(SIGNED));
    }
}
