package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The records after the handshake: what opens, and what ends the link. */
class RecordTest {
    private static final byte[] HEADER = {'h', 'e', 'a', 'd', 'e', 'r'};
    private static final int PLAIN_BYTES = 48;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void opensWhatWasSealedInOrder(CipherSuite suite) {
        RecordSealer sealer = sealer(suite, 0);
        RecordOpener opener = opener(suite, 0);
        for (int length : new int[] {0, 1, 100, 60 * 1_024 - RecordSealer.TAG_BYTES}) {
            byte[] plain = new byte[length];
            new SplittableRandom(length).nextBytes(plain);
            byte[] sealed = new byte[length + RecordSealer.TAG_BYTES];
            byte[] opened = new byte[length];
            assertThat(sealer.seal(HEADER, 6, plain, 0, length, sealed, 0)).isEqualTo(sealed.length);
            assertThat(opener.open(HEADER, 6, sealed, 0, sealed.length, opened, 0))
                    .isEqualTo(length);
            assertThat(opened).isEqualTo(plain);
        }
        assertThat(sealer.sealed()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void worksInsideLargerArraysAndSealsInPlace(CipherSuite suite) {
        byte[] record = new byte[100];
        Arrays.fill(record, 5, 5 + PLAIN_BYTES, (byte) 3);
        int sealedBytes = sealer(suite, 0).seal(HEADER, 4, record, 5, PLAIN_BYTES, record, 5);
        assertThat(record[4]).isZero();
        assertThat(record[5 + sealedBytes]).isZero();
        byte[] opened = new byte[100];
        assertThat(opener(suite, 0).open(HEADER, 4, record, 5, sealedBytes, opened, 9))
                .isEqualTo(PLAIN_BYTES);
        assertThat(Arrays.copyOfRange(opened, 9, 9 + PLAIN_BYTES)).containsOnly(3);
        assertThat(opened[8]).isZero();
        assertThat(opened[9 + PLAIN_BYTES]).isZero();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void goesOnUnderTheNextKeyWhenBothSidesChangeIt(CipherSuite suite) {
        RecordSealer sealer = sealer(suite, 0);
        RecordOpener opener = opener(suite, 0);
        byte[] record = new byte[PLAIN_BYTES + RecordSealer.TAG_BYTES];
        byte[] opened = new byte[PLAIN_BYTES];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3; i++) {
                sealer.seal(HEADER, 6, opened, 0, PLAIN_BYTES, record, 0);
                assertThat(opener.open(HEADER, 6, record, 0, record.length, opened, 0))
                        .isEqualTo(PLAIN_BYTES);
            }
            assertThat(sealer.sealedUnderKey()).isEqualTo(3);
            sealer.rekey();
            opener.rekey();
            assertThat(sealer.sealedUnderKey()).isZero();
        }
        sealer.rekey();
        sealer.seal(HEADER, 6, opened, 0, PLAIN_BYTES, record, 0);
        assertThat(opener.open(HEADER, 6, record, 0, record.length, opened, 0)).isEqualTo(RecordOpener.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfEveryFlippedBit(CipherSuite suite) {
        byte[][] records = records(suite, 2);
        for (int bit = 0; bit < records[0].length * 8; bit++) {
            byte[] altered = records[0].clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertDead(opener(suite, 0), altered, records);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfEveryOtherLength(CipherSuite suite) {
        byte[][] records = records(suite, 2);
        for (int length = 0; length <= records[0].length + 1; length++) {
            if (length != records[0].length) {
                assertDead(opener(suite, 0), Arrays.copyOf(records[0], length), records);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfARepeat(CipherSuite suite) {
        byte[][] records = records(suite, 3);
        RecordOpener opener = opener(suite, 0);
        assertThat(open(opener, records[0])).isEqualTo(PLAIN_BYTES);
        assertDead(opener, records[0], records);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfAGap(CipherSuite suite) {
        byte[][] records = records(suite, 3);
        RecordOpener opener = opener(suite, 0);
        assertThat(open(opener, records[0])).isEqualTo(PLAIN_BYTES);
        assertDead(opener, records[2], records);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfAnExchangedOrder(CipherSuite suite) {
        byte[][] records = records(suite, 2);
        assertDead(opener(suite, 0), records[1], records);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfAnotherHeader(CipherSuite suite) {
        byte[][] records = records(suite, 2);
        byte[] out = new byte[PLAIN_BYTES];
        byte[] other = HEADER.clone();
        other[5] ^= 1;
        RecordOpener changed = opener(suite, 0);
        assertThat(changed.open(other, 6, records[0], 0, records[0].length, out, 0))
                .isEqualTo(RecordOpener.REFUSED);
        RecordOpener shorter = opener(suite, 0);
        assertThat(shorter.open(HEADER, 5, records[0], 0, records[0].length, out, 0))
                .isEqualTo(RecordOpener.REFUSED);
        assertThat(open(changed, records[1])).isEqualTo(RecordOpener.REFUSED);
        assertThat(open(shorter, records[1])).isEqualTo(RecordOpener.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void diesOfARecordOfTheOtherDirection(CipherSuite suite) {
        byte[] otherKey = new byte[32];
        RecordSealer reflected = new RecordSealer(new Aead(suite, otherKey));
        byte[] sealed = new byte[PLAIN_BYTES + 16];
        reflected.seal(HEADER, 6, new byte[PLAIN_BYTES], 0, PLAIN_BYTES, sealed, 0);
        assertDead(opener(suite, 0), sealed, records(suite, 2));
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void refusesARecordThatFindsNoRoomWhenOpened(CipherSuite suite) {
        byte[] record = records(suite, 1)[0];
        byte[] exact = new byte[PLAIN_BYTES];
        assertThat(opener(suite, 0).open(HEADER, 6, record, 0, record.length, exact, 0))
                .isEqualTo(PLAIN_BYTES);
        byte[] small = new byte[PLAIN_BYTES - 1];
        assertThat(opener(suite, 0).open(HEADER, 6, record, 0, record.length, small, 0))
                .isEqualTo(RecordOpener.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void sealsTheLastRecordOfAKeyAndNoneAfterIt(CipherSuite suite) {
        RecordSealer sealer = sealer(suite, RecordSealer.MAX_RECORDS_PER_KEY - 1);
        RecordOpener opener = opener(suite, RecordSealer.MAX_RECORDS_PER_KEY - 1);
        byte[] sealed = new byte[PLAIN_BYTES + 16];
        assertThat(sealer.seal(HEADER, 6, new byte[PLAIN_BYTES], 0, PLAIN_BYTES, sealed, 0))
                .isEqualTo(sealed.length);
        assertThat(open(opener, sealed)).isEqualTo(PLAIN_BYTES);
        byte[] untouched = new byte[PLAIN_BYTES + 16];
        for (int i = 0; i < 2; i++) {
            assertThat(sealer.seal(HEADER, 6, new byte[PLAIN_BYTES], 0, PLAIN_BYTES, untouched, 0))
                    .isEqualTo(RecordSealer.EXHAUSTED);
            assertThat(open(opener, sealed)).isEqualTo(RecordOpener.REFUSED);
        }
        assertThat(untouched).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void opensNothingBeyondTheLastRecordOfAKeyHoweverAuthentic(CipherSuite suite) {
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        suite.writeNonce(RecordSealer.MAX_RECORDS_PER_KEY, nonce);
        byte[] sealed = new byte[PLAIN_BYTES + RecordSealer.TAG_BYTES];
        new Aead(suite, key()).seal(nonce, HEADER, 6, new byte[PLAIN_BYTES], 0, PLAIN_BYTES, sealed, 0);
        assertThat(open(opener(suite, RecordSealer.MAX_RECORDS_PER_KEY), sealed))
                .isEqualTo(RecordOpener.REFUSED);
    }

    /** Not a benchmark: one line that tells whether the cipher costs what it should once it is warm. */
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void printsWhatARecordCosts(CipherSuite suite) {
        int messages = 600;
        byte[] record = new byte[messages * 100 + RecordSealer.TAG_BYTES];
        byte[] opened = new byte[record.length];
        suite.warmUp(5_000);
        RecordSealer sealer = sealer(suite, 0);
        RecordOpener opener = opener(suite, 0);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 25; round++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < 40; i++) {
                sealer.seal(HEADER, 6, record, 0, messages * 100, record, 0);
                opener.open(HEADER, 6, record, 0, record.length, opened, 0);
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begun) / (40.0 * messages));
        }
        System.out.printf("%s: %.1f ns to seal and open a 100-byte message in a full record%n", suite, best);
        assertThat(opener.isDead()).isFalse();
    }

    private static RecordSealer sealer(CipherSuite suite, long counter) {
        return new RecordSealer(new Aead(suite, key()), counter);
    }

    private static RecordOpener opener(CipherSuite suite, long counter) {
        return new RecordOpener(new Aead(suite, key()), counter);
    }

    private static byte[] key() {
        byte[] key = new byte[Aead.KEY_BYTES];
        Arrays.fill(key, (byte) 0x42);
        return key;
    }

    private static byte[][] records(CipherSuite suite, int count) {
        RecordSealer sealer = sealer(suite, 0);
        byte[][] records = new byte[count][PLAIN_BYTES + RecordSealer.TAG_BYTES];
        for (int i = 0; i < count; i++) {
            byte[] plain = new byte[PLAIN_BYTES];
            Arrays.fill(plain, (byte) i);
            sealer.seal(HEADER, 6, plain, 0, PLAIN_BYTES, records[i], 0);
        }
        return records;
    }

    private static int open(RecordOpener opener, byte[] record) {
        return opener.open(HEADER, 6, record, 0, record.length, new byte[PLAIN_BYTES], 0);
    }

    /** After a bad record nothing opens any more, not even the record that was due and the one after it. */
    private static void assertDead(RecordOpener opener, byte[] bad, byte[][] good) {
        assertThat(open(opener, bad)).isEqualTo(RecordOpener.REFUSED);
        assertThat(opener.isDead()).isTrue();
        for (byte[] record : good) {
            assertThat(open(opener, record)).isEqualTo(RecordOpener.REFUSED);
        }
    }
}
