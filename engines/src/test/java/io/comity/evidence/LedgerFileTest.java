package io.comity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.evidence.LedgerFile.Flaw;
import io.comity.evidence.LedgerFile.Piece;
import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody with a ledger that both have signed would like it to say something else. */
final class LedgerFileTest {
    private static List<Account> accounts(int count) {
        List<Account> accounts = new ArrayList<>();
        Bytes head = Account.BEGINNING;
        for (int i = 0; i < count; i++) {
            Account next = Signers.account(Signers.BOB.nodeId(), 1 + 3L * i, head, 3);
            accounts.add(next);
            head = next.head();
        }
        return accounts;
    }

    private static List<Piece> pieces(int count) {
        return new ArrayList<>(accounts(count).stream().map(Signers::piece).toList());
    }

    private static List<Flaw> flaws(List<Piece> pieces) {
        return LedgerFile.check(LedgerFile.write(pieces)).stream()
                .filter(LedgerFile.Fails.class::isInstance)
                .map(finding -> ((LedgerFile.Fails) finding).flaw())
                .toList();
    }

    @Test
    void anHonestLedgerHolds() {
        List<LedgerFile.Finding> findings = LedgerFile.check(LedgerFile.write(pieces(3)));
        assertThat(findings)
                .hasSize(3)
                .allSatisfy(found ->
                        assertThat(((LedgerFile.Holds) found).isAgreed()).isTrue());
        assertThat(((LedgerFile.Holds) findings.get(2)).account().last()).isEqualTo(9);
    }

    @Test
    void itMayBeginLateAndLackTheHoldersWord() {
        List<Piece> pieces = pieces(3).subList(1, 3);
        pieces.set(1, new Piece(pieces.get(1).account(), pieces.get(1).receipt(), Bytes.EMPTY));
        List<LedgerFile.Finding> findings = LedgerFile.check(LedgerFile.write(pieces));
        assertThat(findings).hasSize(2).allSatisfy(found -> assertThat(found).isInstanceOf(LedgerFile.Holds.class));
        assertThat(((LedgerFile.Holds) findings.get(1)).isAgreed()).isFalse();
    }

    @Test
    void oneThatIsLeftOutMovedOrRepeatedIsNoticed() {
        List<Piece> gap = pieces(3);
        gap.remove(1);
        assertThat(flaws(gap)).containsExactly(Flaw.ORDER);
        List<Piece> moved = pieces(3);
        Collections.swap(moved, 1, 2);
        assertThat(flaws(moved)).contains(Flaw.ORDER);
        List<Piece> again = pieces(2);
        again.add(again.get(1));
        assertThat(flaws(again)).containsExactly(Flaw.ORDER);
    }

    @Test
    void anEntryThatIsLeftOutChangedOrMovedIsNotSigned() {
        Account account = accounts(1).get(0);
        Piece signed = Signers.piece(account);
        List<Account.Entry> fewer = account.entries().subList(0, 2);
        List<Account.Entry> other = new ArrayList<>(account.entries());
        Account.Entry first = other.get(0);
        other.set(0, new Account.Entry(0, 1, first.root(), first.count() + 1, first.grants(), first.refused()));
        List<Account.Entry> moved = new ArrayList<>(account.entries());
        Collections.swap(moved, 0, 2);
        for (List<Account.Entry> entries : List.of(fewer, other, moved)) {
            Account altered =
                    new Account(account.owner(), account.holder(), account.session(), 1, account.previous(), entries);
            assertThat(flaws(List.of(new Piece(altered.encode(), signed.receipt(), signed.agreement()))))
                    .containsExactly(Flaw.RECEIPT);
        }
    }

    @Test
    void neitherSideCanSpeakForTheOther() {
        Account account = accounts(1).get(0);
        Piece signed = Signers.piece(account);
        Bytes byAlice = Signers.seal(Signers.ALICE, account.holder(), account, Seal.AGREEMENT);
        Bytes byBob = Signers.seal(Signers.BOB, Signers.ALICE.nodeId(), account, Seal.RECEIPT);
        assertThat(flaws(List.of(new Piece(account.encode(), signed.receipt(), byAlice))))
                .containsExactly(Flaw.AGREEMENT);
        assertThat(flaws(List.of(new Piece(account.encode(), byBob, signed.agreement()))))
                .containsExactly(Flaw.RECEIPT);
        assertThat(flaws(List.of(new Piece(account.encode(), signed.agreement(), signed.receipt()))))
                .containsExactly(Flaw.RECEIPT);
    }

    @Test
    void ledgersOfOtherHoldersDoNotMix() {
        List<Piece> both = pieces(1);
        Account carols = Signers.account(Signers.MALLORY.nodeId(), 1, Account.BEGINNING, 2);
        both.add(new Piece(
                carols.encode(), Signers.seal(Signers.ALICE, carols.holder(), carols, Seal.RECEIPT), Bytes.EMPTY));
        assertThat(flaws(both)).isEmpty();
    }

    @Test
    void noBitOfAFileMayBeOther() {
        byte[] file = LedgerFile.write(pieces(1));
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] altered = file.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(LedgerFile.check(altered))
                    .as("bit " + bit)
                    .anySatisfy(found -> assertThat(found).isInstanceOf(LedgerFile.Fails.class));
        }
        for (int length = 0; length < file.length; length++) {
            assertThat(LedgerFile.check(Arrays.copyOf(file, length)))
                    .isNotEmpty()
                    .anySatisfy(found -> assertThat(found).isInstanceOf(LedgerFile.Fails.class));
        }
    }

    @Test
    void anAccountHoldsSoManyEntriesAndNoneMore() {
        Account most = Signers.account(Signers.BOB.nodeId(), 1, Account.BEGINNING, Account.MAX_ENTRIES);
        assertThat(Account.read(most.encode())).contains(most);
        Account more = Signers.account(Signers.BOB.nodeId(), 1, Account.BEGINNING, Account.MAX_ENTRIES + 1);
        assertThat(Account.read(more.encode())).isEmpty();
        Account none = Signers.account(Signers.BOB.nodeId(), 1, Account.BEGINNING, 0);
        assertThat(Account.read(none.encode())).isEmpty();
    }

    @Test
    void refusalsStandInOrderAndWithinTheCount() {
        for (List<Long> refused :
                List.of(List.of(0L, 0L, 1L), List.of(8L, 3L, 1L), List.of(5L, 2L, 1L, 6L, 1L, 1L), List.of(1L, 1L))) {
            Account.Entry entry = new Account.Entry(0, 1, Bytes.ofHex("0a".repeat(32)), 10, List.of(), refused);
            Account account = new Account(
                    Signers.ALICE.nodeId(),
                    Signers.BOB.nodeId(),
                    Signers.SESSION,
                    1,
                    Account.BEGINNING,
                    List.of(entry));
            assertThat(Account.read(account.encode())).as("" + refused).isEmpty();
        }
    }
}
