package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.petname.PetnameException;
import io.comity.petname.PetnameTable;
import io.comity.store.MemoryStore;
import io.comity.store.StoreException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PetnamesTest {
    private static final NodeId ALICE = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();

    @TempDir
    Path home;

    @Test
    void surviveARestart() {
        try (Node bob = Neighbours.start(home, "bob", Map.of())) {
            bob.petnames().set("alice", ALICE);
            bob.petnames().set("me", bob.id());
            bob.petnames().remove("me");
        }
        try (Node bob = Neighbours.start(home, "bob", Map.of())) {
            assertThat(bob.petnames().find("alice")).contains(ALICE);
            assertThat(bob.petnames().nameOf(ALICE)).contains("alice");
            assertThat(bob.petnames().list()).containsOnlyKeys("alice");
        }
    }

    @Test
    void whatIsWrongIsToldAndChangesNothing() {
        try (Node bob = Neighbours.start(home, "bob", Map.of())) {
            Petnames petnames = bob.petnames();
            petnames.set("alice", ALICE);
            assertThatThrownBy(() -> petnames.set("alice", bob.id())).isInstanceOf(PetnameException.class);
            assertThatThrownBy(() -> petnames.set("Alice", bob.id())).isInstanceOf(PetnameException.class);
            assertThatThrownBy(() -> petnames.set("al", ALICE)).isInstanceOf(PetnameException.class);
            assertThatThrownBy(() -> petnames.remove("al")).isInstanceOf(PetnameException.class);
            assertThat(petnames.list()).containsOnlyKeys("alice");
        }
    }

    @Test
    void aNameThatIsNotStoredIsNotGiven() {
        MemoryStore store = new MemoryStore();
        Petnames petnames = new Petnames(new PetnameTable(), store);
        petnames.set("alice", ALICE);
        store.close();
        assertThatThrownBy(() -> petnames.set("al", new NodeId(ALICE.hash()))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> petnames.remove("alice")).isInstanceOf(StoreException.class);
        assertThat(petnames.list()).containsOnlyKeys("alice");
    }
}
