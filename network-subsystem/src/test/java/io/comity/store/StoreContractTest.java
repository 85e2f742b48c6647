package io.comity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.mission.Spent;
import io.comity.store.Holdings.SavedGrant;
import io.comity.store.Ledgers.SavedReceipt;
import io.comity.store.Ledgers.SavedTip;
import io.comity.store.Store.SavedAdvert;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. */
abstract class StoreContractTest {
    static final NodeId ALICE = node(1);
    static final NodeId BOB = node(2);

    Store store = new MemoryStore();

    /** A store that is empty. */
    abstract Store fresh();

    /** What a store holds after it was closed, as the next process would find it. */
    abstract Store.Contents reopened();

    static NodeId node(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed).nodeId();
    }

    static SavedAdvert advert(NodeId node, int content) {
        return new SavedAdvert(node, Bytes.of(new byte[] {(byte) content}), BOB);
    }

    static void done(CompletionStage<Void> write) {
        write.toCompletableFuture().join();
    }

    static void assertFails(CompletionStage<Void> write) {
        assertThatThrownBy(() -> done(write)).hasCauseInstanceOf(StoreException.class);
    }

    @BeforeEach
    void open() {
        store = fresh();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(store.contents()).isEqualTo(Store.Contents.NONE);
    }

    @Test
    void whatWasPutIsThereAfterwards() {
        done(store.putEpoch(7));
        done(store.putAdvert(advert(ALICE, 1)));
        done(store.putPetname("alice", ALICE));
        Store.Contents contents = reopened();
        assertThat(contents.epoch()).isEqualTo(7);
        assertThat(contents.adverts()).containsExactly(advert(ALICE, 1));
        assertThat(contents.petnames()).containsOnlyKeys("alice").containsValue(ALICE);
    }

    @Test
    void whatWasRevokedIsThereAfterwards() {
        Revocation ofGrant = new Revocation.OfGrant(ALICE.key(), Long.MAX_VALUE);
        Revocation everything = new Revocation.Everything(-1);
        assertThat(store.revocations()).isEmpty();
        done(store.record(ofGrant));
        done(store.record(new Revocation.OfMission("hello", 1L << 60)));
        done(store.record(everything));
        done(store.record(new Revocation.OfHolder(ALICE, 9)));
        done(store.forget(new Revocation.OfHolder(ALICE, 9)));
        done(store.forget(new Revocation.OfMission("hello", 1L << 60)));
        done(store.forget(new Revocation.OfHolder(BOB, 1)));
        reopened();
        assertThat(store.revocations()).containsExactlyInAnyOrder(ofGrant, everything);
    }

    @Test
    void ofTwoRevocationsTheWiderOneStays() {
        done(store.record(new Revocation.OfHolder(ALICE, 9)));
        done(store.record(new Revocation.OfHolder(ALICE, 7)));
        done(store.forget(new Revocation.OfHolder(ALICE, 8)));
        reopened();
        assertThat(store.revocations()).containsExactly(new Revocation.OfHolder(ALICE, 9));
    }

    @Test
    void aLaterOneTakesThePlaceOfAnEarlier() {
        done(store.putEpoch(7));
        done(store.putEpoch(9));
        done(store.putAdvert(advert(ALICE, 1)));
        done(store.putAdvert(advert(ALICE, 2)));
        Store.Contents contents = reopened();
        assertThat(contents.epoch()).isEqualTo(9);
        assertThat(contents.adverts()).containsExactly(advert(ALICE, 2));
    }

    @Test
    void whatWasRemovedIsGone() {
        done(store.putAdvert(advert(ALICE, 1)));
        done(store.putPetname("alice", ALICE));
        done(store.removeAdvert(ALICE));
        done(store.removePetname("alice"));
        done(store.removeAdvert(BOB));
        done(store.removePetname("nobody"));
        assertThat(reopened()).isEqualTo(Store.Contents.NONE);
    }

    @Test
    void aPetnameIsUniqueBothWays() {
        done(store.putPetname("alice", ALICE));
        assertFails(store.putPetname("alice", BOB));
        assertFails(store.putPetname("al", ALICE));
        assertThat(reopened().petnames()).containsOnlyKeys("alice");
    }

    @Test
    void whatWasAskedForBeforeItWasClosedIsDone() {
        for (int i = 0; i < 1_000; i++) {
            store.putEpoch(i + 1);
        }
        assertThat(reopened().epoch()).isEqualTo(1_000);
    }

    @Test
    void takesNothingOnceItIsClosed() {
        store.close();
        store.close();
        assertFails(store.putEpoch(1));
    }

    // What was used of quotas.

    @Test
    void theLastOfEachAccountIsKeptUntilItsRootIsForgotten() {
        Bytes root = grant(1).id();
        assertThat(store.spent()).isEmpty();
        done(store.putSpent(new Spent(root, ALICE, 900, 7)));
        done(store.putSpent(new Spent(root, ALICE, 5, 7)));
        done(store.putSpent(new Spent(root, BOB, 6, 7)));
        done(store.putSpent(new Spent(grant(2).id(), BOB, 6, 7)));
        done(store.forgetSpent(grant(2).id()));
        reopened();
        assertThat(store.spent()).containsExactlyInAnyOrder(new Spent(root, ALICE, 5, 7), new Spent(root, BOB, 6, 7));
    }

    // Tickets that others used.

    private static Redeemed use(int ticket, NodeId holder) {
        byte[] id = new byte[16];
        id[0] = (byte) ticket;
        return new Redeemed(Bytes.of(id), holder, Bytes.of(new byte[] {(byte) ticket}), 1L << 40);
    }

    @Test
    void usesOfTicketsAreKeptUntilTheyAreForgotten() {
        assertThat(store.redeemed()).isEmpty();
        done(store.putRedeemed(use(1, ALICE)));
        done(store.putRedeemed(use(1, BOB)));
        done(store.putRedeemed(use(1, BOB)));
        done(store.putRedeemed(use(2, BOB)));
        done(store.forgetRedeemed(use(2, BOB).ticket()));
        done(store.forgetRedeemed(use(3, BOB).ticket()));
        reopened();
        assertThat(store.redeemed()).containsExactlyInAnyOrder(use(1, ALICE), use(1, BOB));
    }

    @Test
    void whoeverUsedATicketKeepsWhatTheyGotFirst() {
        Redeemed first = use(1, ALICE);
        done(store.putRedeemed(first));
        done(store.putRedeemed(new Redeemed(first.ticket(), ALICE, Bytes.of(new byte[] {9}), 1)));
        reopened();
        assertThat(store.redeemed()).containsExactly(first);
    }

    // Grants that others hold.

    private static SavedGrant grant(int number) {
        byte[] id = new byte[32];
        id[0] = (byte) number;
        return new SavedGrant(Bytes.of(id), BOB, Bytes.of(new byte[] {(byte) number, 1}));
    }

    @Test
    void grantsAreKeptUntilTheyAreRemoved() {
        assertThat(store.grants()).isEmpty();
        done(store.putGrant(grant(1)));
        done(store.putGrant(grant(2)));
        done(store.putGrant(grant(2)));
        done(store.removeGrant(grant(1).id()));
        done(store.removeGrant(grant(3).id()));
        reopened();
        assertThat(store.grants()).containsExactly(grant(2));
    }

    // Ledgers.

    private static SavedReceipt receipt(NodeId holder, long last, String agreement) {
        return new SavedReceipt(
                ALICE,
                holder,
                Bytes.of(new byte[32]),
                last,
                Bytes.ofHex("01"),
                Bytes.ofHex("02"),
                Bytes.ofHex(agreement));
    }

    @Test
    void receiptsStayInTheOrderInWhichTheyCameAlsoWhenTheyAreAgreedToLater() {
        SavedReceipt first = receipt(BOB, 3, "");
        SavedReceipt second = receipt(BOB, 5, "");
        SavedReceipt agreed = receipt(BOB, 3, "0304");
        done(store.putReceipt(first));
        done(store.putReceipt(second));
        done(store.putReceipt(agreed));
        reopened();
        assertThat(store.receipts()).containsExactly(agreed, second);
    }

    @Test
    void aReceiptThatIsRemovedIsGone() {
        SavedReceipt first = receipt(BOB, 3, "");
        SavedReceipt second = receipt(BOB, 5, "");
        done(store.putReceipt(first));
        done(store.putReceipt(second));
        done(store.removeReceipt(first));
        reopened();
        assertThat(store.receipts()).containsExactly(second);
    }

    @Test
    void theEndOfALedgerReplacesTheOneBefore() {
        done(store.putTip(new SavedTip(BOB, 3, Bytes.of(new byte[32]))));
        SavedTip last = new SavedTip(BOB, 5, Bytes.ofHex("0a".repeat(32)));
        done(store.putTip(last));
        reopened();
        assertThat(store.tips()).containsExactly(last);
    }
}
