package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.engine.Protocol;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.pubsub.Exchange;
import io.comity.pubsub.Publishing;
import io.comity.router.Revoking;
import io.comity.topic.Batch;
import io.comity.topic.Endorsement;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three in ten of those that feed each other drop, alter, forge, replay and reorder what they pass on, and bring what a friend says
 * whose right was taken back. Nobody hears anything that was not said, and everybody hears everything that was, once and in its
 * publisher's order.
 */
final class ForwardersTest {
    private static final int MESSAGES = Integer.getInteger("comity.topics.messages", 20_000);
    private static final int HONEST = 7;
    private static final int HOSTILE = 3;
    private static final int AHEAD = 1_500;
    /** Messages that each says in its turn. */
    private static final int EACH = 50;

    /** Five say something in two. */
    private static final int ROUNDS = MESSAGES / (5 * EACH);

    private static final int FRIENDLY_ROUNDS = 10;
    private static final int BOB = 1;
    private static final int MALLORY = 2;

    @TempDir
    Path home;

    private final List<Villain> villains = new ArrayList<>();

    @Test
    void whoeverPassesOnCanAddNothingAndKeepNothingFromAnybody() {
        try (Village village = new Village(home, 1)) {
            for (int i = 0; i < HONEST; i++) {
                village.settle();
                if (i < HOSTILE) {
                    villains.add(new Villain(
                            village.stranger(village.owner.addresses()),
                            village.owner.id(),
                            Village.TOPIC,
                            Village.Block.class,
                            Arrays.asList(Villain.Vice.values()),
                            i));
                }
            }
            village.awaitWoven();
            await().atMost(Village.PATIENCE).until(() -> villains.stream().allMatch(Villain::hasPlace));
            Village.Villager bob = village.villagers.get(0);
            Village.Villager mallory = village.villagers.get(1);
            bob.topic.publishUnder(village.topic.publishers().grant(bob.node.id()));
            Chain right = village.topic.publishers().grant(mallory.node.id(), Caveats.NONE);
            mallory.topic.publishUnder(right);

            for (int round = 0; round < ROUNDS; round++) {
                village.says(mallory.topic, MALLORY, EACH, AHEAD);
                sayTogether(village, bob);
            }
            village.awaitHeard();
            village.owner.missions().revoke(new Revoking.OfGrant(right.id()));
            for (int round = 0; round < ROUNDS; round++) {
                if (round < FRIENDLY_ROUNDS) {
                    bring(village, mallory, right, round);
                }
                sayTogether(village, bob);
            }
            village.awaitHeard();
            for (Villain.Vice vice : Villain.Vice.values()) {
                assertThat(villains.stream().mapToInt(each -> each.did(vice)).sum())
                        .as("times that somebody did " + vice)
                        .isPositive();
            }
            assertThat(villains.stream().mapToInt(Villain::brought).sum())
                    .as("batches of a friend that somebody was brought")
                    .isPositive();
            assertThat(village.villagers.stream().flatMap(each -> each.suspects().stream()))
                    .allMatch(suspect ->
                            villains.stream().anyMatch(each -> each.node.id().equals(suspect)));
        } finally {
            villains.forEach(Villain::close);
        }
    }

    private static void sayTogether(Village village, Village.Villager bob) {
        village.says(village.topic, Village.OWNER, EACH, AHEAD);
        village.says(bob.topic, BOB, EACH, AHEAD);
    }

    /** What Mallory says after its right was taken back, and its friends bring to everybody, in whatever words they have. */
    private void bring(Village village, Village.Villager mallory, Chain right, int later) {
        Publishing publishing = mallory.node
                .topics()
                .follower(village.owner.id(), Village.TOPIC, Protocol.of(Village.Block.class), null)
                .publishing();
        int height = village.said(MALLORY) + later;
        byte[] body = RawPeer.body(Village.Block.class, new Village.Block(MALLORY, height, "block"), 0);
        Stamp stamp = new Stamp(
                village.topic.id(),
                new Slot(mallory.node.id(), publishing.epoch(), height + 1),
                1,
                System.currentTimeMillis(),
                right.id(),
                List.of());
        Batch batch = Batch.sign(publishing.key(), stamp, List.of(new Batch.Draft(0, body)));
        byte[] own =
                Endorsement.sign(publishing.key(), publishing.epoch(), batch).encode();
        for (Villain friend : villains) {
            friend.brings(new Exchange.Passed(batch.bytes(), new byte[0]));
            friend.brings(new Exchange.Passed(batch.bytes(), own));
        }
    }
}
