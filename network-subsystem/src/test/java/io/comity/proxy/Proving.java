package io.comity.proxy;

import io.comity.evidence.Certificate;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Evidence;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Redemption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one side of {@link TwoSessions} needs to want proof, and to give it: its node's key, and one for all its sessions. */
record Proving(KeyHolder node, Evidence level, KeyHolder key) {
    private static final Instant BEGINNING = Instant.EPOCH;

    Proving(KeyHolder node, Evidence level) {
        this(node, level, MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("0c".repeat(32))));
    }

    NodeId self() {
        return node.nodeId();
    }

    Grant grant(NodeId holder) {
        Authority authority = new Authority(self(), 0, Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission("m", Map.of("talk", Set.of())));
        Bytes salt = Bytes.of(new byte[16]);
        Redemption given = authority.give(node, "m", holder, Caveats.NONE.evidence(level), salt, BEGINNING, 0);
        return ((Redemption.Granted) given).grant();
    }

    /** The other side's word for its key, towards this one. */
    Bytes certificate(@Nullable Proving other, Bytes session) {
        KeyHolder signer = Objects.requireNonNull(other, "both prove").node();
        return new Certificate(signer.nodeId(), self(), session, key.nodeId(), 0, 1_000).sign(signer);
    }
}
