package io.comity.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Mission;
import io.comity.mission.MissionKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KeyringTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private int made;

    private static MemoryKeyHolder owner(int number) {
        return MemoryKeyHolder.fromSeed(number(number, 32).toArray());
    }

    private static Bytes number(int number, int size) {
        return Bytes.of(ByteBuffer.allocate(size).putInt(number).array());
    }

    private MissionKey key(MemoryKeyHolder owner) {
        Authority authority = new Authority(owner.nodeId(), 1, Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission("hello", Map.of()));
        Bytes seed = number(++made, 32);
        Bytes root = Chain.encode(
                authority.grant(owner, "hello", MissionKey.holder(seed), Caveats.NONE, number(made, 16), NOW));
        return MissionKey.of(
                seed,
                ((Chain.Sound) Chain.read(root, owner.nodeId(), NOW)).chain().value(),
                List.of());
    }

    @Test
    void itHoldsSoManyOfOneOwnerAndNotOneMore() {
        Keyring keys = new Keyring(1_000);
        MissionKey first = key(owner(1));
        assertThat(keys.add(first)).isTrue();
        for (int i = 1; i < Keyring.MAX_OF_ONE_OWNER; i++) {
            assertThat(keys.add(key(owner(1)))).isTrue();
        }
        assertThat(keys.add(key(owner(1)))).isFalse();
        assertThat(keys.add(first)).isTrue();
        assertThat(keys.add(key(owner(2)))).isTrue();
        assertThat(keys.of(owner(1).nodeId())).hasSize(Keyring.MAX_OF_ONE_OWNER);
    }

    @Test
    void itHoldsSoManyOfAllAndNotOneMore() {
        Keyring keys = new Keyring(2);
        MissionKey first = key(owner(1));
        assertThat(keys.add(first)).isTrue();
        assertThat(keys.add(key(owner(2)))).isTrue();
        assertThat(keys.add(key(owner(3)))).isFalse();
        keys.remove(first.owner(), first.chain().id());
        keys.remove(first.owner(), first.chain().id());
        assertThat(keys.add(key(owner(3)))).isTrue();
        assertThat(keys.of(first.owner())).isEmpty();
    }
}
