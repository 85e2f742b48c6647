package io.comity.proxy;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Redemption;
import io.comity.mission.SignedGrant;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An authority with a key and one moment, for tests of what is done with grants. */
public final class Owner {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final KeyHolder KEY = MemoryKeyHolder.fromSeed(new byte[32]);

    private final Authority authority =
            new Authority(KEY.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
    private int salts;

    public Authority authority() {
        return authority;
    }

    public void define(Mission mission) {
        authority.define(mission);
    }

    public Grant grant(String mission, NodeId holder) {
        return grant(mission, holder, Caveats.NONE);
    }

    public Grant grant(String mission, NodeId holder, Caveats limits) {
        byte[] salt =
                ByteBuffer.allocate(SignedGrant.SALT_BYTES).putInt(salts++).array();
        Redemption given = authority.give(KEY, mission, holder, limits, Bytes.of(salt), NOW, 0);
        return ((Redemption.Granted) given).grant();
    }

    /** One that somebody holds. */
    public Chain chain(NodeId holder) {
        define(new Mission("hello", Map.of()));
        return Objects.requireNonNull(grant("hello", holder).terms().chain(), "signed");
    }

    public void revoke(String mission) {
        authority.apply(authority.revokeMission(mission));
    }

    public List<Grant> heldBy(NodeId holder) {
        return List.copyOf(authority.heldBy(holder));
    }
}
