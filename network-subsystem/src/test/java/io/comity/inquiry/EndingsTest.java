package io.comity.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.Redemption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EndingsTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final MemoryKeyHolder ALICE = key(0);

    private final Authority authority =
            new Authority(ALICE.nodeId(), NOON.toEpochMilli(), Authority.Limits.DEFAULT, List.of());

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    private Grant ended(NodeId holder, String mission) {
        authority.define(new Mission(mission, Map.of("greeter", Set.of())));
        Redemption given = authority.give(ALICE, mission, holder, Caveats.NONE, Bytes.of(new byte[16]), NOON, 0);
        authority.apply(authority.revokeMission(mission));
        return ((Redemption.Granted) given).grant();
    }

    @Test
    void asManyAsMayBeAreRememberedAndTheOldestMakesRoomForOneMore() {
        Endings endings = new Endings(2);
        NodeId bob = key(1).nodeId();
        endings.remember(ended(bob, "a"));
        endings.remember(ended(bob, "b"));
        assertThat(endings.of(bob)).isEqualTo(Map.of("a", Reason.REVOKED, "b", Reason.REVOKED));
        endings.remember(ended(bob, "c"));
        assertThat(endings.of(bob)).containsOnlyKeys("b", "c");
        assertThat(endings.of(key(2).nodeId())).isEmpty();
    }

    @Test
    void aGrantThatStandsIsNone() {
        authority.define(new Mission("open", Map.of("greeter", Set.of())));
        Redemption given =
                authority.give(ALICE, "open", key(1).nodeId(), Caveats.NONE, Bytes.of(new byte[16]), NOON, 0);
        Endings endings = new Endings();
        endings.remember(((Redemption.Granted) given).grant());
        assertThat(endings.of(key(1).nodeId())).isEmpty();
    }
}
