package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authenticated peer can do that keeps to no rule: use what it was granted, and nothing else. */
final class HostilePeerTest extends WithMallory {
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

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "with space", "../../etc/passwd", "akka://comity/user", "-", "a\u0000b"})
    void anEngineNameThatNoNodeGivesEndsTheLink(String name) throws IOException {
        mallory.hear(UrMessage.Ready.class);
        mallory.say(new UrMessage.Learn(1, name, Bytes.of(new byte[UrMessage.DIGEST_BYTES]), List.of("Greet")));
        mallory.hearToTheEnd();
        nothingWasDelivered();
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() ->
                        assertThat(town.alice().registry().list(key.nodeId())).isEmpty());
    }

    @Test
    void aSecondLinkOfTheSamePeerReplacesTheFirst() throws IOException {
        learn();
        try (RawPeer again = mallory.again(town.alice())) {
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
