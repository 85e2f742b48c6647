package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Chain;
import io.comity.mission.Revocation;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.router.Revoking;
import io.comity.store.SqliteStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node that grants and revokes, one friend after the other, and tells its parent which revocations were acknowledged. */
public final class RevokerMain implements Program {
    private final Dialogue toParent;
    private volatile boolean closed;

    private RevokerMain(Dialogue toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(RevokerMain::new);
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "revoke" -> {
                new Thread(this::revoke).start();
                yield "";
            }
            case "lacks" -> Integer.toString(lacking(rest));
            default -> throw new IllegalArgumentException("a revoker does not know " + command);
        };
    }

    /** Until it is killed. */
    private void revoke() {
        try (Node alice = Node.start(NodeSettings.named("alice").set("comity.transports", List.of("memory")))) {
            Missions.Draft hello = alice.missions().define("hello").allow("greeter");
            for (int friend = 0; !closed; friend++) {
                byte[] seed = ByteBuffer.allocate(32).putInt(friend + 1).array();
                Chain grant = hello.grant(MemoryKeyHolder.fromSeed(seed).nodeId());
                alice.missions().revoke(new Revoking.OfGrant(grant.id()));
                toParent.event("revoked " + grant.id().toHex());
            }
        }
    }

    /** How many of these ids, separated by commas, the node's journal does not know as revoked. */
    private static int lacking(String ids) {
        Path file = Path.of(System.getenv("COMITY_HOME"), "alice", "comity.db");
        try (SqliteStore store = SqliteStore.open(file)) {
            Set<Bytes> revoked = new HashSet<>();
            for (Revocation each : store.revocations()) {
                if (each instanceof Revocation.OfGrant grant) {
                    revoked.add(grant.id());
                }
            }
            return (int) Arrays.stream(ids.split(","))
                    .map(Bytes::ofHex)
                    .filter(id -> !revoked.contains(id))
                    .count();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
