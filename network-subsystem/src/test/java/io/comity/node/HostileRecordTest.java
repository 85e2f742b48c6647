package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes after a real handshake that are no record, or a record that says what no node says: the link ends. */
final class HostileRecordTest extends WithMallory {
    @ParameterizedTest
    @CsvSource({
        "00000000, dropped.transport",
        "ffffffff, dropped.transport",
        "0000f001, dropped.transport",
        "0000000100, dropped.record",
        "0000001000000000000000000000000000000000, dropped.record",
        "00000011aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dropped.record"
    })
    void garbageAfterTheHandshakeEndsTheLink(String hex, String counter) throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.raw(HexFormat.of().parseHex(hex));
        linkEnds(counter);
        nothingWasDelivered();
    }

    @Test
    void aReplayedRecordEndsTheLink() throws IOException {
        long ref = learn();
        byte[] sealed = mallory.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE));
        mallory.frame(sealed);
        mallory.frame(sealed);
        linkEnds("dropped.record");
        assertThat(town.heard().stream().filter(Greeter.Note.class::isInstance)).hasSize(1);
    }

    @Test
    void aRecordOutOfOrderEndsTheLink() throws IOException {
        long ref = learn();
        byte[] first = mallory.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE));
        byte[] second = mallory.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE));
        mallory.frame(second);
        mallory.frame(first);
        linkEnds("dropped.record");
        nothingWasDelivered();
    }

    @Test
    void aRecordWithOneBitFlippedEndsTheLink() throws IOException {
        long ref = learn();
        byte[] sealed = mallory.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE));
        sealed[sealed.length / 2] ^= 1;
        mallory.frame(sealed);
        linkEnds("dropped.record");
        nothingWasDelivered();
    }

    @Test
    void aRecordOfAnotherLinkEndsTheLink() throws IOException {
        long ref = learn();
        try (RawPeer again = RawPeer.of(town.alice(), MemoryKeyHolder.fromSeed(new byte[32]))) {
            again.hear(UrMessage.Ready.class);
            again.frame(mallory.seal(RawPeer.castBytes(ref, Greeter.NOTE, NOTE)));
            again.hearToTheEnd();
        }
        town.awaitCount("dropped.record", 1);
        nothingWasDelivered();
    }

    // Authentic nonsense.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "80",
                "ff",
                "f6",
                "6161",
                "a0",
                "9f08ff",
                "8104",
                "8109",
                "811808",
                "8118ff",
                "8120",
                "820800",
                "8108ff",
                "810800",
                "8301",
                "830100",
                "83010020",
                "83010000ff",
                "8301001bffffffffffffffff",
                "84020000",
                "8402000041",
                "840200006161",
                "85020000400000",
                "83050140ff",
                "8305015b7fffffffffffffff",
                "85000161614f0000000000000000000000000000000080",
                "8500016161500000000000000000000000000000000080ff",
                "8500016161500000000000000000000000000000000099ffff",
                "89080000000000000000",
                "9a7fffffff"
            })
    void anAuthenticRecordThatBreaksTheProtocolEndsTheLink(String hex) throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.record(HexFormat.of().parseHex(hex));
        linkEnds("dropped.protocol");
        nothingWasDelivered();
    }

    @Test
    void anEmptyRecordSaysNothingAndIsNoFault() throws IOException {
        long ref = learn();
        mallory.record(new byte[0]);
        mallory.cast(ref, Greeter.NOTE, NOTE);
        await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("psst")));
    }

    @Test
    void messagesThatMakeNoSenseNowAreIgnored() throws IOException {
        long ref = learn();
        mallory.say(
                new UrMessage.Ready(),
                new UrMessage.Ready(),
                new UrMessage.Forget(4_711, 0),
                new UrMessage.Refuse(4_711, 99),
                new UrMessage.Granted(4_711),
                new UrMessage.Declined(4_711, 99));
        mallory.cast(ref, Greeter.NOTE, NOTE);
        await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("psst")));
    }

    @Test
    void theLargestRecordIsReadAndAFullCastInItDelivered() throws IOException {
        long ref = learn();
        int overhead = RawPeer.castBytes(ref, Greeter.NOTE, new byte[40_000]).length - 40_000;
        int room = Wire.MAX_RECORD_BYTES - 16 - overhead;
        CborWriter note = new CborWriter(room, room);
        int text = room - 1 - 5 - 3;
        note.encoded(new byte[] {(byte) 0xa1}, 0, 1).text("text").text("x".repeat(text));
        assertThat(note.length()).isEqualTo(room);
        mallory.cast(ref, Greeter.NOTE, note.toByteArray());
        await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("x".repeat(text))));
    }
}
