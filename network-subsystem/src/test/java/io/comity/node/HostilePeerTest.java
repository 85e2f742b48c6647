package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authenticated peer can do that keeps to no rule: use what it was granted, and nothing else. */
final class HostilePeerTest {
    private static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("psst"), 0);

    private final KeyHolder key = MemoryKeyHolder.fromSeed(
            new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
            });

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer mallory;

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(home, Map.of());
        mallory = RawPeer.of(town.alice(), key);
    }

    @AfterEach
    void close() throws IOException {
        mallory.close();
        town.close();
    }

    private void nothingWasDelivered() {
        assertThat(town.deliveredOfOthers()).isZero();
        town.bobIsServed();
    }

    /** Grants Mallory the mission, and returns the ref of the greeter. */
    private long learn() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.mission().grant(key.nodeId());
        return mallory.hear(UrMessage.Learn.class).ref();
    }

    private void linkEnds(String counter) throws IOException {
        mallory.hearToTheEnd();
        town.awaitCount(counter, 1);
        town.bobIsServed();
    }

    private Reason refused(long ref) throws IOException {
        UrMessage.Refuse refuse = mallory.hear(UrMessage.Refuse.class);
        assertThat(refuse.ref()).isEqualTo(ref);
        return Reason.ofCode(refuse.reason()).orElseThrow();
    }

    // Without a grant.

    @Test
    void whoHoldsNothingLearnsNothingAndReachesNothing() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        for (int ref = 0; ref < 1_000; ref++) {
            mallory.cast(ref, Greeter.NOTE, NOTE);
        }
        for (int ref = 0; ref < 1_000; ref++) {
            assertThat(refused(ref)).isEqualTo(Reason.DENIED);
        }
        town.awaitCount("refused.denied", 1_000);
        nothingWasDelivered();
        assertThat(town.heard()).noneMatch(Greeter.Note.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 32, Integer.MAX_VALUE, Long.MAX_VALUE})
    void aRefThatNoTableCanHoldIsDeniedLikeAnyOther(long ref) throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.cast(ref, 0, NOTE);
        assertThat(refused(ref)).isEqualTo(Reason.DENIED);
        nothingWasDelivered();
    }

    @Test
    void aNewEngineOfAMissionItDoesNotHoldIsNotNamedToIt() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.alice().spawn("other", Greeter.Command.class, Greeter.create(town.heard()));
        town.alice().missions().define("more").allow("other").grant(town.bob().id());
        mallory.cast(1, 0, NOTE);
        assertThat(refused(1)).isEqualTo(Reason.DENIED);
        nothingWasDelivered();
    }

    // With one.

    @Test
    void whatIsGrantedIsLearnedByItsTypesAndDelivered() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.mission().grant(key.nodeId());
        UrMessage.Learn learn = mallory.hear(UrMessage.Learn.class);
        assertThat(learn.engine()).isEqualTo(Greeter.NAME);
        assertThat(learn.types()).containsExactly("Greet", "Note");
        assertThat(learn.digest())
                .isEqualTo(Bytes.of(Protocol.of(Greeter.Command.class).digest()));
        mallory.cast(learn.ref(), Greeter.NOTE, NOTE);
        await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("psst")));
    }

    @Test
    void aTypeThatWasNotLearnedIsDeniedWhateverItsNumber() throws IOException {
        long ref = learn();
        byte[] secret = RawPeer.body(Greeter.Command.class, new Greeter.Secret(1), 0);
        for (int type : new int[] {2, 3, 255, 256, Integer.MAX_VALUE}) {
            mallory.cast(ref, type, secret);
            assertThat(refused(ref)).isEqualTo(Reason.DENIED);
        }
        nothingWasDelivered();
        assertThat(town.heard()).noneMatch(Greeter.Secret.class::isInstance);
    }

    @Test
    void aBodyThatIsNotOfItsTypeIsRefusedAndTheEngineUnharmed() throws IOException {
        long ref = learn();
        byte[] greet = RawPeer.body(Greeter.Command.class, new Greeter.Greet("x", town.deadEnd()), 0);
        List<byte[]> bodies = List.of(
                new byte[0],
                new byte[] {(byte) 0xff},
                greet,
                Arrays.copyOf(NOTE, NOTE.length - 1),
                Arrays.copyOf(NOTE, NOTE.length + 1),
                new byte[40_000],
                HexFormat.of().parseHex("a1647465787400"),
                HexFormat.of().parseHex("9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f"),
                HexFormat.of().parseHex("bb7fffffffffffffff"));
        for (byte[] body : bodies) {
            mallory.cast(ref, Greeter.NOTE, body);
            assertThat(refused(ref)).isEqualTo(Reason.MALFORMED);
        }
        town.awaitCount("refused.malformed", bodies.size());
        mallory.cast(ref, Greeter.NOTE, NOTE);
        await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("psst")));
        town.bobIsServed();
    }

    @Test
    void revocationIsToldAndCastsAfterItAreRefusedAsRevoked() throws IOException {
        long ref = learn();
        town.alice().missions().revoke(Greeter.MISSION);
        assertThat(mallory.hear(UrMessage.Forget.class)).isEqualTo(new UrMessage.Forget(ref, Reason.REVOKED.code()));
        mallory.cast(ref, Greeter.NOTE, NOTE);
        assertThat(refused(ref)).isEqualTo(Reason.REVOKED);
        assertThat(town.deliveredOfOthers()).isZero();
    }

    @Test
    void anEngineThatStoppedIsForgottenAsIfItHadNeverBeen() throws IOException {
        long ref = learn();
        town.alice().stop(Greeter.NAME);
        assertThat(mallory.hear(UrMessage.Forget.class)).isEqualTo(new UrMessage.Forget(ref, Reason.DENIED.code()));
        mallory.cast(ref, Greeter.NOTE, NOTE);
        assertThat(refused(ref)).isEqualTo(Reason.DENIED);
    }

    // Bytes after a real handshake.

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

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "with space", "../../etc/passwd", "akka://comity/user", "-", "a\u0000b"})
    void anEngineNameThatNoNodeGivesEndsTheLink(String name) throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.say(new UrMessage.Learn(1, name, Bytes.of(new byte[UrMessage.DIGEST_BYTES]), List.of("Greet")));
        mallory.hearToTheEnd();
        nothingWasDelivered();
        assertThat(town.alice().registry().list(key.nodeId())).isEmpty();
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

    @Test
    void aSecondLinkOfTheSamePeerReplacesTheFirst() throws IOException {
        learn();
        try (RawPeer again = RawPeer.of(town.alice(), key)) {
            long ref = again.hear(UrMessage.Learn.class).ref();
            mallory.hearToTheEnd();
            again.hear(UrMessage.Ready.class);
            again.cast(ref, Greeter.NOTE, NOTE);
            await().atMost(Neighbours.PATIENCE).until(() -> town.heard().contains(new Greeter.Note("psst")));
        }
    }

    @Test
    void whoIsOfferedAnEngineByAPeerIsNotTherebyGrantedAnything() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.say(
                new UrMessage.Learn(1, "trap", Bytes.of(new byte[UrMessage.DIGEST_BYTES]), List.of("Greet")),
                new UrMessage.Ready());
        await().atMost(Neighbours.PATIENCE)
                .until(() -> town.alice().registry().list(key.nodeId()).size() == 1);
        mallory.cast(1, 0, NOTE);
        assertThat(refused(1)).isEqualTo(Reason.DENIED);
        nothingWasDelivered();
    }
}
