package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Alice and Bob, and Mallory, who is authenticated by her own key and connected with Alice. */
abstract class WithMallory {
    static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("psst"), 0);

    final KeyHolder key = MemoryKeyHolder.fromSeed(
            new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
            });

    @TempDir
    Path home;

    Neighbours town;
    RawPeer mallory;

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

    final void nothingWasDelivered() {
        assertThat(town.deliveredOfOthers()).isZero();
        town.bobIsServed();
    }

    /** Grants Mallory the mission, and returns the ref of the greeter. */
    final long learn() throws IOException {
        mallory.hear(UrMessage.Ready.class);
        town.mission().grant(key.nodeId());
        return mallory.hear(UrMessage.Learn.class).ref();
    }

    final void linkEnds(String counter) throws IOException {
        mallory.hearToTheEnd();
        town.awaitCount(counter, 1);
        town.bobIsServed();
    }

    final Reason refused(long ref) throws IOException {
        UrMessage.Refuse refuse = mallory.hear(UrMessage.Refuse.class);
        assertThat(refuse.ref()).isEqualTo(ref);
        return Reason.ofCode(refuse.reason()).orElseThrow();
    }
}
