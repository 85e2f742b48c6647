package io.comity.explore;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Admission;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Presentation;
import io.comity.mission.Redemption;
import io.comity.mission.Revocation;
import io.comity.mission.SignedGrant;
import io.comity.mission.Verdict;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.reference.Passage;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alice's side of two sessions, with Bob and with Mallory: the machines of the product that decide who may send what, and what
 * {@link Watch} needs to know to judge them.
 */
final class Estate {
    private static final Protocol<?> TALK = Protocol.of(Papers.Talk.class);
    private static final ActorRef<Papers.Talk> TARGET =
            TestInbox.<Papers.Talk>create().getRef();
    private static final ActorRef<Papers.Talk> LENT =
            TestInbox.<Papers.Talk>create().getRef();
    private static final int BODY_BYTES = 10;

    /** Reading a chain is the same each time and costs up to sixteen signature checks, so it is done once. */
    private static final Map<Bytes, Map<Instant, Chain.Reading>> READ = new HashMap<>();

    private Authority authority;
    private final Map<NodeId, ExportTable> tables = new LinkedHashMap<>();
    private final Watch watch = new Watch();
    private final Set<Revocation> journal = new HashSet<>();
    private @Nullable Revocation pending;
    private long epoch = Papers.EPOCH;
    private int ticks;

    Estate(Papers papers) {
        authority = Copy.of(papers.alice);
        papers.serials.forEach(watch::issued);
        connect();
    }

    private void connect() {
        for (Person peer : List.of(Person.BOB, Person.MALLORY)) {
            tables.put(peer.node(), new ExportTable(new ExportTable.Limits(2, Long.MAX_VALUE / 2), () -> 0));
        }
    }

    /** What was wrong with the last deed, or null. */
    @Nullable
    String wrong() {
        return watch.wrong();
    }

    boolean isLively() {
        return watch.hasDelivered();
    }

    private Instant now() {
        return Papers.BEGIN.plusSeconds((long) ticks * Papers.TICK_SECONDS);
    }

    private ExportTable table(Person peer) {
        ExportTable table = tables.get(peer.node());
        if (table == null) {
            throw new IllegalStateException("no session with " + peer);
        }
        return table;
    }

    // Rights.

    private Chain.Reading read(Presentation paper) {
        return READ.computeIfAbsent(paper.chain(), chain -> new HashMap<>())
                .computeIfAbsent(now(), now -> Chain.read(paper.chain(), Person.ALICE.node(), now));
    }

    /** Whether its chain holds: if not, nothing is asked of the authority. */
    boolean canPresent(Presentation paper) {
        return read(paper) instanceof Chain.Sound;
    }

    void present(Person peer, Presentation paper) {
        if (read(paper) instanceof Chain.Sound sound) {
            Verified<Chain> chain = sound.chain();
            Admission admission = paper.to(authority, chain, peer.node(), Papers.LINK, now(), 0);
            if (admission instanceof Admission.Accepted accepted) {
                watch.accepted(accepted.grant(), peer, paper);
            }
        }
    }

    /** Since the beginning, or the last one. */
    boolean hasGiven() {
        return watch.hasGiven();
    }

    /** Alice gives Bob something more. */
    void giveAgain() {
        Bytes salt = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
        Redemption given = authority.give(
                Person.ALICE.key(), Papers.MISSION, Person.BOB.node(), Caveats.NONE.quota(1), salt, now(), 0);
        if (given instanceof Redemption.Granted granted) {
            watch.given(granted.grant());
        }
    }

    /** What the peer may name is brought into line with what it holds, as a catalogue does. */
    void tell(Person peer) {
        ExportTable table = table(peer);
        Export before = table.engine(Papers.ENGINE);
        List<Export.Right> told = before == null ? List.of() : before.rights();
        List<Export.Right> rights = new ArrayList<>();
        for (int type = 0; type < TALK.size(); type++) {
            List<Grant> covering = covering(peer, type);
            if (!covering.isEmpty()) {
                rights.add(new Export.Right(type, covering));
            } else if (type < told.size()) {
                rights.add(told.get(type));
            }
        }
        if (!rights.isEmpty()) {
            watch.named(peer, table.engine(Papers.ENGINE, TARGET, TALK, rights), null);
        }
    }

    private List<Grant> covering(Person peer, int type) {
        return authority.heldBy(peer.node()).stream()
                .filter(grant -> grant.covers(Papers.ENGINE, TALK.messageClass(type), TALK.wireName(type)))
                .toList();
    }

    // Messages.

    /** Whether the peer's table has such an entry: if not, its message ends there. */
    boolean canCast(Person peer, long ref) {
        return table(peer).find(ref) != null;
    }

    /** A message of the peer, at the gates in the order in which a session has them. */
    void cast(Person peer, long ref, int type) {
        ExportTable table = table(peer);
        Export export = table.find(ref);
        if (export == null || export.refused(type) != null) {
            return;
        }
        Passage passage = new Passage();
        passage.at(now().getEpochSecond(), 0);
        if (export.admit(type, passage.of(BODY_BYTES, false)) == Verdict.ADMITTED && export.use()) {
            table.used(export);
            watch.delivered(peer, export, type, passage.grant(), now().getEpochSecond());
        }
    }

    boolean canLend(Person peer, boolean once) {
        return !authority.heldBy(peer.node()).isEmpty() && !watch.hasLent(peer, once);
    }

    /** Alice's engine sends the peer a reference, on account of a grant that it holds. */
    void lend(Person peer, boolean once) {
        Grant grant = authority.heldBy(peer.node()).iterator().next();
        ExportTable table = table(peer);
        Gate origin = grant.gate();
        Export lent = table.find(table.reference(LENT, TALK, once, origin));
        if (lent != null) {
            watch.named(peer, lent, grant);
        }
    }

    // Taking back.

    void write(Revocation revocation) {
        pending = revocation;
        journal.add(revocation);
    }

    Authority authority() {
        return authority;
    }

    boolean hasWritten() {
        return pending != null;
    }

    void apply() {
        if (pending != null) {
            authority.apply(pending);
            watch.revoked(pending);
            pending = null;
        }
    }

    /** The process is killed and begins again: what was written holds. */
    void restart() {
        epoch++;
        pending = null;
        authority = new Authority(Person.ALICE.node(), epoch, Authority.Limits.DEFAULT, journal);
        authority.define(new Mission(Papers.MISSION, Map.of(Papers.ENGINE, Set.of())));
        watch.restarted(journal);
        connect();
    }

    boolean isOld() {
        return epoch > Papers.EPOCH;
    }

    void tick() {
        ticks++;
    }

    int ticks() {
        return ticks;
    }

    void sweep() {
        authority.expire(now());
    }
}
