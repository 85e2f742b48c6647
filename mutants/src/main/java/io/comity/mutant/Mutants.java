package io.comity.mutant;

import static io.comity.mutant.Ground.HANDSHAKES;
import static io.comity.mutant.Ground.PAPERS;
import static io.comity.mutant.Ground.REVOCATIONS;
import static io.comity.mutant.Ground.STORIES;
import static io.comity.mutant.Mutant.of;

import io.comity.mutant.Change.Answer;
import io.comity.mutant.Change.Body;
import io.comity.mutant.Change.BodyOf;
import io.comity.mutant.Change.NoCall;
import io.comity.mutant.Change.NoRead;
import io.comity.mutant.Change.NoWrite;
import io.comity.mutant.Change.OtherCall;
import java.util.List;

/** All of them, and where each must be noticed. */
public final class Mutants {
    private static final Change NOTHING = new Body(Answer.ZERO);
    private static final Change YES = new Body(Answer.ONE);

    private Mutants() {}

    /** Those that must be noticed there. */
    public static List<Mutant> on(Ground ground) {
        return ALL.stream()
                .filter(mutant -> mutant.broken().containsKey(ground))
                .toList();
    }

    /** The one of which that is wrong. */
    public static Mutant named(String name) {
        return ALL.stream()
                .filter(mutant -> mutant.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static final List<Mutant> ALL = List.of(
            of("signatures are not checked", "session.Handshake", "onPeer", new NoCall("verify", 1, Answer.ONE))
                    .breaks(HANDSHAKES, "MUTUAL_AUTHENTICATION"),
            of("what is signed says nothing", "session.Handshake", "statement", new NoCall("put([B)", 0, Answer.ITSELF))
                    .breaks(HANDSHAKES, "MUTUAL_AUTHENTICATION"),
            of(
                            "whoever answers is whom was dialled",
                            "session.Handshake",
                            "onPeer",
                            new NoCall("equals", 2, Answer.ONE))
                    .breaks(HANDSHAKES, "MUTUAL_AUTHENTICATION"),
            of("a handshake goes on after a fault", "session.Handshake", "fail", new NoCall("end", 1, Answer.ZERO))
                    .breaks(HANDSHAKES, "goes on after its end"),
            of(
                            "features are not those of both",
                            "session.Handshake",
                            "established",
                            new NoCall("features", 2, Answer.ONE))
                    .breaks(HANDSHAKES, "NO_DOWNGRADE"),
            of(
                            "the oldest version is taken",
                            "session.IdentityPayload",
                            "commonVersion",
                            new NoCall("min", 1, Answer.ONE))
                    .breaks(HANDSHAKES, "NO_DOWNGRADE"),
            of(
                            "no agreement is in the keys",
                            "session.HandshakeState",
                            "mixAgreement",
                            new NoCall("mixKey", 1, Answer.ZERO))
                    .breaks(HANDSHAKES, "IDENTITY_HIDING"),
            of("both directions have one key", "session.HandshakeState", "opener", new NoRead("initiator", Answer.ZERO))
                    .breaks(HANDSHAKES, "KEY_CONFIRMATION"),
            of("no message depends on those before", "session.SymmetricState", "mixHash", NOTHING)
                    .breaks(HANDSHAKES, "FORWARD_SECRECY")
                    .breaks(STORIES, "Heals"),
            of("a record opens again", "session.RecordOpener", "open", new NoWrite("counter"))
                    .breaks(HANDSHAKES, "REPLAY"),
            of("a link goes on after a bad record", "session.RecordOpener", "open", new NoWrite("dead"))
                    .breaks(HANDSHAKES, "goes on after its end"),
            of("the next key is known to all", "session.Aead", "rekeyed", new NoCall("seal", 1, Answer.ZERO))
                    .breaks(HANDSHAKES, "FORWARD_SECRECY"),
            of("anybody may present anything", "mission.Chain", "mayBePresentedBy", YES)
                    .breaks(PAPERS, "NOTHING_WITHOUT_A_GRANT"),
            of("a child may be wider", "mission.Walk", "childFlaw", new NoCall("isPresent", 1, Answer.ZERO))
                    .breaks(PAPERS, "A_CHAIN_ONLY_NARROWS"),
            of("a proof is good for anybody", "mission.Possession", "check", new NoCall("equals", 2, Answer.ONE))
                    .breaks(PAPERS, "NOTHING_WITHOUT_A_GRANT"),
            of("no time is over", "mission.Terms", "untimely", NOTHING).breaks(PAPERS, "A_CHAIN_ONLY_NARROWS"),
            of("what was used is not counted", "limit.Bucket", "take", new NoCall("setOpaque", 1, Answer.ZERO))
                    .breaks(PAPERS, "A_CHAIN_ONLY_NARROWS"),
            of("serials are given twice", "mission.Serials", "take", new NoWrite("next"))
                    .breaks(PAPERS, "COUNTERS_ONLY_GROW")
                    .breaks(STORIES, "RevocationIsFinal"),
            of("everybody holds what anybody holds", "mission.Authority", "heldBy", new BodyOf("grants"))
                    .breaks(PAPERS, "NOTHING_WITHOUT_A_GRANT")
                    .breaks(STORIES, "NothingUnauthorised"),
            of("a revocation looks for no grant", "mission.Authority", "concerned", new Body(Answer.NONE))
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL")
                    .breaks(STORIES, "RevocationIsFinal"),
            of("no revocation kills a grant", "mission.Authority", "isDead", NOTHING)
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL")
                    .breaks(STORIES, "RevocationIsFinal"),
            of("a grant is not taken back", "mission.Revocations", "kills", new NoCall("containsKey", 1, Answer.ZERO))
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL"),
            of("a holder is not put out", "mission.Revocations", "isOut", NOTHING)
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL")
                    .breaks(STORIES, "RevocationIsFinal"),
            of("gates stay open", "mission.Authority", "apply", new NoCall("close", 1, Answer.ZERO))
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL")
                    .breaks(STORIES, "RevocationIsFinal"),
            of(
                            "a restart forgets what was taken back",
                            "mission.Authority",
                            "<init>",
                            new NoCall("forEach", 1, Answer.ZERO))
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL"),
            of("refs are given twice", "reference.ExportTable", "nextRef", new NoWrite("given"))
                    .breaks(REVOCATIONS, "COUNTERS_ONLY_GROW")
                    .breaks(STORIES, "Heals"),
            of("references outlive their grant", "reference.Export", "closed", new NoCall("closed", 1, Answer.ZERO))
                    .breaks(REVOCATIONS, "REVOCATION_IS_FINAL"),
            of("a revocation is not written", "router.Rights", "record", new NoCall("record", 0, Answer.DONE))
                    .breaks(STORIES, "RevocationIsFinal"),
            of("what was acknowledged is kept", "session.RetransmitBuffer", "acknowledge", YES)
                    .breaks(STORIES, "OrderPerPair"),
            of("what was lost is not sent again", "session.RetransmitBuffer", "repeat", NOTHING)
                    .breaks(STORIES, "NothingLost"),
            of(
                            "what is sent again comes last first",
                            "session.RetransmitBuffer",
                            "repeat",
                            new OtherCall("poll", "pollLast"))
                    .breaks(STORIES, "OrderPerPair"),
            of("what was received is not counted", "proxy.Session", "countReceived", NOTHING)
                    .breaks(STORIES, "OrderPerPair"),
            of("what is held for a connection is dropped", "proxy.Held", "add", YES)
                    .breaks(STORIES, "NothingLost"),
            of("what is to be sent is dropped", "session.Outbox", "append([BII[BII)", YES)
                    .breaks(STORIES, "NothingLost"),
            of("nobody is dialled", "proxy.Dialler", "dial", NOTHING).breaks(STORIES, "Heals"),
            of("counters count down", "observe.Counters", "add", new OtherCall("increment", "decrement"))
                    .breaks(STORIES, "CountersRise"),
            of(
                            "the number of a boot is not written",
                            "node.Assembly",
                            "nextEpoch",
                            new NoCall("putEpoch", 1, Answer.DONE))
                    .breaks(STORIES, "CountersRise"),
            of("who comes back is not let in again", "node.Assembly", "books", new NoCall("grants", 1, Answer.NONE))
                    .breaks(STORIES, "Heals"),
            of(
                            "both sides take themselves for the dialled",
                            "session.Handshake",
                            "established",
                            new NoRead("expected", Answer.ZERO))
                    .breaks(STORIES, "Heals"));
}
