package io.comity.petname;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import org.junit.jupiter.api.Test;

final class PetnameTableTest {
    private static final NodeId ALICE = node(1);
    private static final NodeId BOB = node(2);

    private final PetnameTable table = new PetnameTable(2);

    private static NodeId node(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed).nodeId();
    }

    private void assertRefused(String name, NodeId node, String why) {
        assertThatThrownBy(() -> table.set(name, node))
                .isInstanceOf(PetnameException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void isFoundBothWays() {
        table.set("alice", ALICE);
        table.set("alice", ALICE);
        assertThat(table.find("alice")).contains(ALICE);
        assertThat(table.nameOf(ALICE)).contains("alice");
        assertThat(table.find("bob")).isEmpty();
        assertThat(table.nameOf(BOB)).isEmpty();
    }

    @Test
    void isListedByName() {
        table.set("b", ALICE);
        table.set("a", BOB);
        assertThat(table.list()).containsExactly(java.util.Map.entry("a", BOB), java.util.Map.entry("b", ALICE));
    }

    @Test
    void aNameMeansOneNode() {
        table.set("alice", ALICE);
        assertRefused("alice", BOB, "\"alice\" is " + ALICE + " already");
        assertThat(table.find("alice")).contains(ALICE);
        assertThat(table.nameOf(BOB)).isEmpty();
    }

    @Test
    void aNodeHasOneName() {
        table.set("alice", ALICE);
        assertRefused("al", ALICE, ALICE + " is called \"alice\" already");
        assertThat(table.find("al")).isEmpty();
    }

    @Test
    void whatWasRemovedMayBeGivenAgain() {
        table.set("alice", ALICE);
        table.remove("alice");
        table.set("alice", BOB);
        table.set("bob", ALICE);
        assertThat(table.nameOf(ALICE)).contains("bob");
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        assertThatThrownBy(() -> table.remove("alice"))
                .isInstanceOf(PetnameException.class)
                .hasMessageContaining("there is no petname \"alice\"");
    }

    @Test
    void notEveryTextIsAName() {
        for (String name : new String[] {"", "Alice", "a b", "a\u001b[2J", "-a", ".", "ä", "x".repeat(65)}) {
            assertRefused(name, ALICE, "is not allowed; use 1 to 64 of a-z");
        }
        assertRefused("node1abc", ALICE, "is not allowed");
        table.set("x".repeat(64), ALICE);
        table.set("0.a_b-c", BOB);
    }

    @Test
    void thereAreAsManyAsMayBeAndNotOneMore() {
        table.set("a", ALICE);
        table.set("b", BOB);
        assertRefused("c", node(3), "there are 2 petnames already");
        table.set("b", BOB);
    }
}
