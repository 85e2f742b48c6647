package io.comity.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.result.Results;
import io.comity.session.CipherSuite;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.RecordOpener;
import io.comity.session.RecordSealer;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Every single bit of every handshake message and of records of all kinds and sizes, turned over: none is taken. A long
 * record has half a million; of those a build turns a part, {@code -Dcomity.explorer=full} all.
 */
final class BitFlipTest {
    private static final int MAX_PLAIN_BYTES = 61_424;
    private static final int HEADER_BYTES = 96;
    private static final int STRIDE = Effort.of(97, 1);
    private static final int SHORT_BITS = 16_384;
    private static final byte[] NO_AAD = {};

    private long flips;
    private long taken;

    /** The three frames of a conversation, and both ends before they hear the next. */
    private record Talk(Handshake dialler, byte[] first, Handshake answerer, byte[] second, byte[] third) {}

    @Test
    void noFlippedBitIsTaken() {
        for (CipherSuite suite : CipherSuite.values()) {
            for (boolean isLong : new boolean[] {false, true}) {
                handshake(talk(suite, isLong));
            }
        }
        long ofHandshakes = flips;
        assertThat(Kinds.areComplete()).isTrue();
        for (CipherSuite suite : CipherSuite.values()) {
            Kinds.all().forEach(plain -> record(suite, plain, NO_AAD));
            Kinds.all().forEach(plain -> record(suite, plain, random(HEADER_BYTES)));
            for (int size : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 255, 1_024, 4_096, MAX_PLAIN_BYTES}) {
                record(suite, random(size), NO_AAD);
            }
        }
        System.out.println("flipped bits: " + ofHandshakes + " of handshakes, " + (flips - ofHandshakes)
                + " of records, " + taken + " taken");
        assertThat(taken).isZero();
        assertThat(ofHandshakes).isGreaterThan(10_000);
        assertThat(flips).isGreaterThan(50_000);
        Results.of("bit-flips", Effort.COMMAND)
                .atLeast("flipped bits", flips, "bits", 50_000)
                .figure("of handshake messages", ofHandshakes, "bits")
                .atMost("taken", taken, "bits", 0)
                .write();
    }

    // Handshakes.

    private static Local local(Person person, boolean isLong) {
        Local small = person.local();
        long most = isLong ? Long.MAX_VALUE : 0;
        int newest = isLong ? Local.MAX_VERSION : 1;
        return new Local(small.node(), most, 1, newest, most, small.keys(), EnumSet.allOf(CipherSuite.class));
    }

    private static Talk talk(CipherSuite suite, boolean isLong) {
        Bytes last = isLong ? Bytes.of(new byte[Link.HASH_BYTES]) : Bytes.EMPTY;
        Handshake dialler = Handshake.initiator(
                local(Person.ALICE, isLong), Person.BOB.node(), last, suite, Person.secret(0x40)::toArray);
        Handshake answerer = Handshake.responder(local(Person.BOB, isLong), Person.secret(0x41)::toArray);
        byte[] first = sent(dialler.start(), dialler, Person.ALICE);
        answerer.start();
        byte[] second = sent(answerer.frame(first), answerer, Person.BOB);
        Handshake before = Copy.of(dialler);
        byte[] third = sent(dialler.frame(second), dialler, Person.ALICE);
        return new Talk(before, first, answerer, second, third);
    }

    /** The frame that is sent, after signing if that is asked for. */
    private static byte[] sent(List<Output> outputs, Handshake of, Person person) {
        Output output = outputs.get(0);
        if (output instanceof Output.Sign sign) {
            byte[] signature = person.key().sign(Handshake.SIGNATURE_DOMAIN, sign.statement());
            return sent(of.signed(signature), of, person);
        }
        return ((Output.Send) output).frame();
    }

    private void handshake(Talk talk) {
        assertThat(ends(Copy.of(talk.answerer()).frame(talk.third()))).isFalse();
        for (int bit = 0; bit < talk.first().length * Byte.SIZE; bit++) {
            first(talk, flipped(talk.first(), bit));
        }
        for (int bit = 0; bit < talk.second().length * Byte.SIZE; bit++) {
            count(!ends(Copy.of(talk.dialler()).frame(flipped(talk.second(), bit))));
        }
        for (int bit = 0; bit < talk.third().length * Byte.SIZE; bit++) {
            count(!ends(Copy.of(talk.answerer()).frame(flipped(talk.third(), bit))));
        }
    }

    /** An answerer cannot know that a key was altered; then its answer is worth nothing, and so is frame 3 to it. */
    private void first(Talk talk, byte[] first) {
        Handshake answerer = Handshake.responder(local(Person.BOB, false), Person.secret(0x41)::toArray);
        answerer.start();
        List<Output> outputs = answerer.frame(first);
        if (ends(outputs)) {
            count(false);
            return;
        }
        byte[] second = sent(outputs, answerer, Person.BOB);
        count(!ends(Copy.of(talk.dialler()).frame(second)) || !ends(answerer.frame(talk.third())));
    }

    private static boolean ends(List<Output> outputs) {
        return outputs.size() == 1 && outputs.get(0) instanceof Output.Failed;
    }

    // Records.

    private void record(CipherSuite suite, byte[] plain, byte[] aad) {
        Link sending = link(suite, true);
        Link receiving = link(suite, false);
        byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
        sending.sealer().seal(aad, aad.length, plain, 0, plain.length, sealed, 0);
        byte[] out = new byte[plain.length];
        assertThat(open(Copy.of(receiving.opener()), aad, sealed, out)).isEqualTo(plain.length);
        int bits = sealed.length * Byte.SIZE;
        for (int bit = 0; bit < bits; bit += bits > SHORT_BITS ? STRIDE : 1) {
            sealed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            refuse(receiving, aad, sealed, out);
            sealed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
        for (int bit = 0; bit < aad.length * Byte.SIZE; bit++) {
            refuse(receiving, flipped(aad, bit), sealed, out);
        }
    }

    /** Also what was due does not open any more. */
    private void refuse(Link receiving, byte[] aad, byte[] sealed, byte[] out) {
        RecordOpener opener = Copy.of(receiving.opener());
        count(open(opener, aad, sealed, out) != RecordOpener.REFUSED || !opener.isDead());
    }

    private static int open(RecordOpener opener, byte[] aad, byte[] sealed, byte[] out) {
        return opener.open(aad, aad.length, sealed, 0, sealed.length, out, 0);
    }

    private static Link link(CipherSuite suite, boolean isDialler) {
        Talk talk = talk(suite, false);
        Handshake end = Copy.of(isDialler ? talk.dialler() : talk.answerer());
        List<Output> outputs = end.frame(isDialler ? talk.second() : talk.third());
        if (outputs.get(0) instanceof Output.Sign sign) {
            outputs = end.signed(Person.ALICE.key().sign(Handshake.SIGNATURE_DOMAIN, sign.statement()));
        }
        return outputs.stream()
                .filter(Output.Established.class::isInstance)
                .map(output -> ((Output.Established) output).link())
                .findFirst()
                .map(Objects::requireNonNull)
                .orElseThrow();
    }

    private void count(boolean isTaken) {
        flips++;
        taken += isTaken ? 1 : 0;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return copy;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }
}
