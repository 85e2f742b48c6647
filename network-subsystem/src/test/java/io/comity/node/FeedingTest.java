package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.dissemination.MembershipSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that follow a topic feed each other when there are many. */
final class FeedingTest {
    /** Of a message, in letters. */
    private static final int LENGTH = 1_000;

    @TempDir
    Path home;

    @Test
    void whoeverTheOwnerDoesNotFeedHearsEverythingOnceAndInOrder() {
        try (Village village = new Village(home, 2)) {
            village.settle(4);
            village.says(1_000);
            village.awaitWoven();
            village.says(2_000);
            village.settle(2);
            village.awaitWoven();
            village.says(2_000);
            village.awaitHeard();
        }
    }

    @Test
    void asFewAsTheOwnerMayFeedItFeeds() {
        try (Village village = new Village(home, 2)) {
            village.settle(2);
            village.says(1_000);
            village.awaitHeard();
            assertThat(village.villagers).noneMatch(Village.Villager::isFedByOthers);
        }
    }

    @Test
    void theOwnerSaysEachMessageToAsManyAsItHasNeighboursHoweverManyFollow() throws IOException {
        int followers = 2 * MembershipSettings.DEFAULT.active();
        int messages = 1_000;
        try (Village village = new Village(home, 1);
                CountingRelay relay =
                        new CountingRelay(village.owner.addresses().get(0))) {
            for (int i = 0; i < followers; i++) {
                village.settle(List.of(relay.address()));
            }
            village.awaitWoven();
            village.says(messages);
            village.awaitHeard();
            long before = relay.bytes();
            village.saysAtLength(messages, LENGTH);
            village.awaitHeard();
            double times = (double) (relay.bytes() - before) / (messages * LENGTH);
            System.out.printf("the owner's socket carried each message %.2f times for %d%n", times, followers);
            assertThat(times).isLessThan(MembershipSettings.DEFAULT.active() + 0.5);
        }
    }

    @Test
    void aNodeThatDiesIsRoutedRound() {
        try (Village village = new Village(home, 1)) {
            village.settle(5);
            village.awaitWoven();
            village.says(1_000);
            village.die(village.villagers.get(0));
            village.says(1_000);
            village.awaitHeard();
            village.awaitWoven();
            village.says(1_000);
            village.awaitHeard();
        }
    }

    @Test
    void aNodeThatLeavesFreesItsPlace() {
        try (Village village = new Village(home, 1)) {
            village.settle(3);
            village.awaitWoven();
            village.says(500);
            List.copyOf(village.villagers.subList(0, 2)).forEach(village::leave);
            village.says(500);
            village.awaitHeard();
        }
    }

    @Test
    void whoMayReadNoMoreIsFedByNobody() {
        try (Village village = new Village(home, 1)) {
            village.settle(4);
            village.awaitWoven();
            village.says(500);
            village.awaitHeard();
            Village.Villager banished = village.villagers.get(2);
            village.banish(banished);
            await().atMost(Village.PATIENCE).until(() -> {
                int before = banished.heard(Village.OWNER);
                village.says(100);
                village.awaitHeard();
                return banished.heard(Village.OWNER) == before;
            });
            assertThat(banished.heard(Village.OWNER)).isLessThan(village.said(Village.OWNER));
            banished.node.close();
        }
    }

    @Test
    void whoWantsLessIsFedByTheOwner() {
        try (Village village = new Village(home, 1)) {
            village.settle(3);
            village.awaitWoven();
            Village.Villager choosy = village.villagers.get(1);
            Queue<Village.Block> some = choosy.wantsOnly("height >= 900");
            await().atMost(Village.PATIENCE).until(() -> !choosy.isFedByOthers());
            village.villagers.remove(choosy);
            village.says(1_000);
            village.awaitHeard();
            await().atMost(Village.PATIENCE).until(() -> some.size() == 100);
            assertThat(some)
                    .extracting(Village.Block::height)
                    .isEqualTo(IntStream.range(900, 1_000).boxed().toList());
            choosy.node.close();
        }
    }

    @Test
    void aPublisherElsewhereIsHeardByAll() {
        try (Village village = new Village(home, 1)) {
            village.settle(4);
            village.awaitWoven();
            Village.Villager bob = village.villagers.get(0);
            bob.topic.publishUnder(village.topic.publishers().grant(bob.node.id()));
            village.says(bob.topic, 1, 2_000, 1_000);
            village.says(500);
            village.awaitHeard();
        }
    }
}
