package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.evidence.Account;
import io.comity.evidence.EvidenceFile;
import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Proof;
import io.comity.evidence.Seal;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Caveats;
import io.comity.mission.Evidence;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mallory holds a grant that wants what she sends proven, and would rather not be bound by it. */
final class HostileEvidenceTest {
    private static final int UNSIGNED = 2;

    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer mallory;
    private Swearing swears;
    private long ref;

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(
                home, Map.of("comity.evidence.unsigned-receipts", UNSIGNED, "comity.connection.heartbeat", "100ms"));
        mallory = RawPeer.of(town.alice(), key);
        mallory.hear(UrMessage.Ready.class);
        swears = new Swearing(key, town.alice().id(), mallory.session());
    }

    @AfterEach
    void close() throws IOException {
        mallory.close();
        town.close();
    }

    private void granted(Evidence level) throws IOException {
        town.mission().grant(key.nodeId(), Caveats.NONE.evidence(level));
        UrMessage.Learn learn = mallory.hear(UrMessage.Learn.class);
        assertThat(learn.levels()).isEqualTo(Bytes.of(new byte[] {(byte) level.ordinal(), (byte) level.ordinal()}));
        ref = learn.ref();
    }

    private byte[] note(String text) {
        byte[] body = RawPeer.body(Greeter.Command.class, new Greeter.Note(text), 0);
        return RawPeer.castBytes(ref, Greeter.NOTE, body);
    }

    private void delivered(String... texts) {
        for (String text : texts) {
            await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note(text)));
        }
    }

    private void denied() throws IOException {
        Object next = mallory.hear(Object.class);
        while (next instanceof UrMessage.Receipt) {
            next = mallory.hear(Object.class);
        }
        assertThat(next).isEqualTo(new UrMessage.Refuse(ref, Reason.DENIED.code()));
    }

    private void nothingIsDeliveredAndTheSessionEnds() throws IOException {
        town.awaitCount("dropped.protocol", 1);
        mallory.hearToTheEnd();
        assertThat(town.heard()).noneMatch(Greeter.Note.class::isInstance);
        town.bobIsServed();
    }

    private void say(byte[]... messages) throws IOException {
        mallory.record(Swearing.record(List.of(messages)));
    }

    // What is proven is delivered, and what is not is refused.

    @Test
    void whatIsSignedAsItShouldBeIsDeliveredAndProven() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] two = note("two");
        say(swears.certificate(), swears.batch(1, List.of(one, two)), one, two);
        byte[] three = note("three");
        say(swears.own(1, three), three);
        delivered("one", "two", "three");
        assertThat(EvidenceFile.check(
                        town.alice().evidence().export(town.alice().evidence().of(key.nodeId()))))
                .hasSize(3)
                .allSatisfy(found -> assertThat(found).isInstanceOf(Proof.Holds.class));
    }

    @Test
    void whatIsNotSignedIsDeniedAndTheSessionGoesOn() throws IOException {
        granted(Evidence.BATCH);
        mallory.record(note("deniable"));
        denied();
        byte[] signed = note("signed");
        byte[] not = note("not signed");
        byte[] first = {1};
        say(
                swears.certificate(),
                swears.evidence(
                        swears.statement(UrMessages.LANE_OF_RECORDS, 1, swears.root(List.of(signed))),
                        first,
                        new byte[0]),
                signed,
                not);
        denied();
        delivered("signed");
        assertThat(town.heard()).doesNotContain(new Greeter.Note("not signed"), new Greeter.Note("deniable"));
    }

    @Test
    void whereEachIsToBeSignedABatchIsNotEnough() throws IOException {
        granted(Evidence.ALWAYS);
        byte[] one = note("one");
        say(swears.certificate(), swears.batch(1, List.of(one)), one);
        denied();
        say(swears.own(1, one), one);
        delivered("one");
    }

    @Test
    void recordsUnderOneSignatureAreHeldToIt() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] two = note("two");
        byte[] roots = new byte[2 * Hashing.BYTES];
        swears.root(List.of(one)).copyTo(roots, 0);
        swears.root(List.of(two)).copyTo(roots, Hashing.BYTES);
        Bytes over = HashTree.over(new Hashing(), roots, 0, 2);
        byte[] rest = Arrays.copyOfRange(roots, Hashing.BYTES, roots.length);
        say(swears.certificate(), swears.evidence(swears.statement(0, 1, over), new byte[0], rest), one);
        delivered("one");
        byte[] other = note("other");
        say(Swearing.again(1, new byte[0]), other);
        mallory.hearToTheEnd();
        assertThat(town.heard()).doesNotContain(new Greeter.Note("other"));
    }

    @Test
    void oneSignatureCoversSoManyRecords() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] roots = new byte[UrMessages.MAX_SIGNED_RECORDS * Hashing.BYTES];
        swears.root(List.of(one)).copyTo(roots, 0);
        Bytes over = HashTree.over(new Hashing(), roots, 0, UrMessages.MAX_SIGNED_RECORDS);
        byte[] rest = Arrays.copyOfRange(roots, Hashing.BYTES, roots.length);
        say(swears.certificate(), swears.evidence(swears.statement(0, 1, over), new byte[0], rest), one);
        delivered("one");
    }

    // What is wrong ends the session, and nothing of the record is delivered.

    @Test
    void oneRecordMoreThanASignatureCovers() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] rest = new byte[UrMessages.MAX_SIGNED_RECORDS * Hashing.BYTES];
        say(
                swears.certificate(),
                swears.evidence(swears.statement(0, 1, swears.root(List.of(one))), new byte[0], rest),
                one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aForgedSignature() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] signature = swears.statement(0, 1, swears.root(List.of(one))).sign(key);
        say(
                swears.certificate(),
                Swearing.evidence(
                        swears.statement(0, 1, swears.root(List.of(one))), new byte[0], new byte[0], signature),
                one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void anotherMessageThanWasSigned() throws IOException {
        granted(Evidence.BATCH);
        say(swears.certificate(), swears.batch(1, List.of(note("one"))), note("0ne"));
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void messagesInAnotherOrderThanTheyWereSigned() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] two = note("two");
        say(swears.certificate(), swears.batch(1, List.of(one, two)), two, one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void evidenceOfAnotherSession() throws IOException {
        granted(Evidence.BATCH);
        Swearing elsewhere = new Swearing(key, town.alice().id(), Bytes.of(new byte[32]));
        byte[] one = note("one");
        say(elsewhere.certificate(), elsewhere.batch(1, List.of(one)), one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aStatementOfAnotherSessionUnderAKeyOfThisOne() throws IOException {
        granted(Evidence.BATCH);
        Swearing elsewhere = new Swearing(key, town.alice().id(), Bytes.of(new byte[32]));
        byte[] one = note("one");
        Bytes vouched = new io.comity.evidence.Certificate(
                        key.nodeId(),
                        town.alice().id(),
                        mallory.session(),
                        elsewhere.key.nodeId(),
                        swears.now,
                        swears.now + 9)
                .sign(key);
        say(Swearing.vouched(vouched), elsewhere.batch(1, List.of(one)), one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void theSameEvidenceTwice() throws IOException {
        granted(Evidence.ALWAYS);
        byte[] one = note("one");
        say(swears.certificate(), swears.own(1, one), one);
        delivered("one");
        say(swears.own(1, one), one);
        mallory.hearToTheEnd();
        assertThat(town.heard().stream().filter(Greeter.Note.class::isInstance)).hasSize(1);
    }

    @Test
    void aKeyThatNobodyVouchedFor() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        say(swears.batch(1, List.of(one)), one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aKeyThatAnotherNodeVouchedFor() throws IOException {
        granted(Evidence.BATCH);
        KeyHolder stranger = MemoryKeyHolder.fromSeed(Arrays.copyOf(new byte[] {7}, 32));
        Swearing foreign = new Swearing(stranger, town.alice().id(), mallory.session());
        byte[] one = note("one");
        say(foreign.certificate(), foreign.batch(1, List.of(one)), one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aKeyWhoseTimeIsOver() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        Bytes over = swears.certificate(town.alice().id(), mallory.session(), swears.now - 9, swears.now - 1)
                .sign(key);
        say(Swearing.vouched(over), swears.batch(1, List.of(one)), one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aSignatureWithoutItsMessage() throws IOException {
        granted(Evidence.ALWAYS);
        say(swears.certificate(), swears.own(1, note("one")));
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void bitsOfCastsThatAreNotThere() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        byte[] bits = new byte[UrMessages.MAX_WHICH_BYTES];
        bits[0] = 1;
        bits[bits.length - 1] = 1;
        say(
                swears.certificate(),
                swears.evidence(swears.statement(0, 1, swears.root(List.of(one))), bits, new byte[0]),
                one);
        nothingIsDeliveredAndTheSessionEnds();
    }

    @Test
    void aKeyIsVouchedForSoOftenAndNotOnceMore() throws IOException {
        granted(Evidence.BATCH);
        List<byte[]> often = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            often.add(swears.certificate());
        }
        byte[] one = note("one");
        often.add(swears.batch(1, List.of(one)));
        often.add(one);
        mallory.record(Swearing.record(often));
        delivered("one");
        mallory.record(swears.certificate());
        mallory.hearToTheEnd();
        town.awaitCount("dropped.protocol", 1);
    }

    // Receipts.

    private UrMessage.Receipt receipt() throws IOException {
        return mallory.hear(UrMessage.Receipt.class);
    }

    @Test
    void whoSignsNoReceiptIsServedForAWhileAndThenNot() throws IOException {
        granted(Evidence.BATCH);
        mallory.record(swears.certificate());
        List<UrMessage.Receipt> owed = new ArrayList<>();
        for (int i = 1; i <= UNSIGNED + 1; i++) {
            byte[] note = note("note " + i);
            say(swears.batch(i, List.of(note)), note);
            delivered("note " + i);
            owed.add(receipt());
        }
        byte[] late = note("late");
        say(swears.batch(UNSIGNED + 2, List.of(late)), late);
        denied();
        owed.add(receipt());
        for (UrMessage.Receipt receipt : owed) {
            sign(receipt);
        }
        await().atMost(Neighbours.PATIENCE)
                .until(() -> town.alice().receipts().list().stream()
                        .filter(item -> item.account().holder().equals(key.nodeId()))
                        .allMatch(KeptReceipts.Item::isAgreed));
        byte[] again = note("again");
        say(swears.batch(UNSIGNED + 3, List.of(again)), again);
        delivered("again");
        assertThat(town.heard()).doesNotContain(new Greeter.Note("late"));
    }

    @Test
    void whoNeverSignsAndGoesOnIsNotListenedToForEver() throws IOException {
        granted(Evidence.BATCH);
        mallory.record(swears.certificate());
        for (int i = 1; i <= 2 * UNSIGNED; i++) {
            byte[] note = note("note " + i);
            say(swears.batch(i, List.of(note)), note);
            Object next = mallory.hear(Object.class);
            while (!(next instanceof UrMessage.Receipt)) {
                next = mallory.hear(Object.class);
            }
        }
        byte[] oneMore = note("one more");
        say(swears.batch(2 * UNSIGNED + 1, List.of(oneMore)), oneMore);
        mallory.hearToTheEnd();
        assertThat(town.heard().stream().filter(Greeter.Note.class::isInstance)).hasSize(UNSIGNED + 1);
        town.bobIsServed();
    }

    private void sign(UrMessage.Receipt receipt) throws IOException {
        Account account = Account.read(receipt.account()).orElseThrow();
        mallory.say(new UrMessage.Countersigned(account.last(), seal(account, key)));
    }

    private Bytes seal(Account account, KeyHolder signer) {
        return new Seal(
                        signer.nodeId(),
                        account.owner(),
                        account.session(),
                        account.first(),
                        account.last(),
                        account.previous(),
                        account.head(),
                        swears.now)
                .sign(signer, Seal.AGREEMENT);
    }

    @Test
    void aSignatureOfAnotherUnderAReceiptEndsTheSession() throws IOException {
        granted(Evidence.BATCH);
        byte[] one = note("one");
        say(swears.certificate(), swears.batch(1, List.of(one)), one);
        Account account = Account.read(receipt().account()).orElseThrow();
        KeyHolder stranger = MemoryKeyHolder.fromSeed(Arrays.copyOf(new byte[] {7}, 32));
        mallory.say(new UrMessage.Countersigned(account.last(), seal(account, stranger)));
        mallory.hearToTheEnd();
        assertThat(town.alice().receipts().list()).allMatch(item -> !item.isAgreed());
        town.bobIsServed();
    }

    @Test
    void whatWasRefusedIsInTheAccount() throws IOException {
        granted(Evidence.ALWAYS);
        byte[] one = note("one");
        say(swears.certificate(), swears.batch(1, List.of(one)), one);
        assertThat(mallory.hear(UrMessage.Refuse.class).reason()).isEqualTo(Reason.DENIED.code());
        Account account = Account.read(receipt().account()).orElseThrow();
        assertThat(account.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(1);
            assertThat(entry.refused()).containsExactly(0L, 1L, (long) Reason.DENIED.code());
            assertThat(entry.root()).isEqualTo(swears.root(List.of(one)));
        });
    }
}
