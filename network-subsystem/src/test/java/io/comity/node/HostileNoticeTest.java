package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.MissionKey;
import io.comity.mission.Notice;
import io.comity.mission.Possession;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.router.Revoking;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authenticated peer makes of revocation notices and of proofs of mission keys: nothing that is not its own. */
final class HostileNoticeTest {
    private static final int AT_ONCE = 64;
    private static final int KEPT_OF_ONE = 32;

    private final KeyHolder key = key(9);
    private final KeyHolder carol = key(8);

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer mallory;

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[5] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    private static Bytes chain(int number) {
        return Bytes.of(ByteBuffer.allocate(32).putInt(number).array());
    }

    private static Bytes notice(KeyHolder owner, int number) {
        return Notice.sign(owner, chain(number), Reason.REVOKED, Instant.now());
    }

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(home, Map.of());
        mallory = RawPeer.of(town.bob(), key);
        mallory.hear(UrMessage.Ready.class);
    }

    @AfterEach
    void close() throws IOException {
        mallory.close();
        town.close();
    }

    /** From then on Mallory is a node that Bob uses. */
    private void bobUsesMallory() {
        town.bob().meet(mallory.id(), List.of());
    }

    private void awaitDropped(long expected) {
        await().atMost(Neighbours.PATIENCE)
                .untilAsserted(() ->
                        assertThat(town.bob().counters().get("dropped.notice")).isEqualTo(expected));
    }

    private void say(Bytes signed) throws IOException {
        mallory.say(new UrMessage.Notice(signed));
    }

    // Saying what is not so.

    @Test
    void aStrangersNoticeIsNotHeard() throws IOException {
        say(notice(key, 1));
        awaitDropped(1);
        assertThat(town.bob().notices()).isEmpty();
    }

    @Test
    void noticesOfOthersAndAlteredOnesAreNotBelieved() throws IOException {
        bobUsesMallory();
        say(notice(carol, 1));
        byte[] altered = notice(key, 1).toArray();
        altered[altered.length - 1] ^= 1;
        say(Bytes.of(altered));
        say(Bytes.EMPTY);
        awaitDropped(3);
        say(notice(key, 2));
        await().atMost(Neighbours.PATIENCE).until(() -> !town.bob().notices().isEmpty());
        assertThat(town.bob().notices()).extracting(Notice::chain).containsExactly(chain(2));
        town.bobIsServed();
    }

    @Test
    void oneThatIsTooLongEndsTheSession() throws IOException {
        say(Bytes.of(new byte[UrMessage.MAX_NOTICE_BYTES + 1]));
        mallory.hearToTheEnd();
        town.bobIsServed();
    }

    @Test
    void aFloodIsDroppedAndPushesNobodyElsesOut() throws IOException {
        Chain bobs = town.mission().grant(town.bob().id(), Caveats.NONE.quota(1));
        town.alice().missions().revoke(new Revoking.OfGrant(bobs.id()));
        await().atMost(Neighbours.PATIENCE).until(() -> !town.bob().notices().isEmpty());
        bobUsesMallory();
        for (int i = 0; i < 10 * AT_ONCE; i++) {
            say(notice(key, i));
        }
        await().atMost(Neighbours.PATIENCE)
                .until(() -> town.bob().counters().getOrDefault("dropped.notice", 0L) > 8 * AT_ONCE);
        List<Notice> kept = town.bob().notices();
        assertThat(kept)
                .filteredOn(notice -> notice.owner().equals(key.nodeId()))
                .hasSize(KEPT_OF_ONE);
        assertThat(kept).filteredOn(notice -> notice.chain().equals(bobs.id())).hasSize(1);
        town.bobIsServed();
    }

    // Hearing what is another's.

    @Test
    void whoPresentsADeadChainOfAnotherHearsThatItIsDeniedAndNothingSigned() throws IOException {
        Chain bobs = town.mission().grant(town.bob().id(), Caveats.NONE.quota(1));
        town.alice().missions().revoke(new Revoking.OfGrant(bobs.id()));
        try (RawPeer stranger = RawPeer.of(town.alice(), carol)) {
            stranger.hear(UrMessage.Ready.class);
            stranger.say(new UrMessage.Present(1, Presentation.of(bobs).encode()));
            assertThat(stranger.hear(UrMessage.Declined.class).reason()).isEqualTo(Reason.DENIED.code());
            stranger.say(new UrMessage.Present(2, Bytes.EMPTY));
            stranger.hear(UrMessage.Declined.class);
            assertThat(stranger.notices()).isEmpty();
        }
    }

    // Proofs.

    @Test
    void aProofIsGoodInTheSessionThatItNamesAndForNobodyElse() throws IOException {
        MissionKey missionKey = town.mission().key();
        Bytes overheard;
        try (RawPeer honest = RawPeer.of(town.alice(), carol)) {
            honest.hear(UrMessage.Ready.class);
            overheard =
                    missionKey.presentation(honest.session(), carol.nodeId()).encode();
            honest.say(new UrMessage.Present(1, overheard));
            honest.hear(UrMessage.Learn.class);
            honest.hear(UrMessage.Granted.class);
        }
        try (RawPeer thief = RawPeer.of(town.alice(), key)) {
            thief.hear(UrMessage.Ready.class);
            Bytes elsewhere = missionKey.presentation(chain(7), key.nodeId()).encode();
            Bytes another =
                    missionKey.presentation(thief.session(), carol.nodeId()).encode();
            Bytes none = Presentation.of(missionKey.chain()).encode();
            Bytes otherKey = Presentation.of(
                            missionKey.chain(),
                            Possession.prove(
                                    key, thief.session(), missionKey.chain().id(), key.nodeId()))
                    .encode();
            for (Bytes forged : List.of(overheard, elsewhere, another, none, otherKey)) {
                thief.say(new UrMessage.Present(1, forged));
                assertThat(thief.hear(UrMessage.Declined.class).reason()).isEqualTo(Reason.DENIED.code());
            }
        }
        assertThat(missionKey.chain().holder()).isEqualTo(Holder.missionKey(missionKey.holder()));
    }
}
