package io.comity.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.Redemption;
import io.comity.mission.SignedGrant;
import io.comity.mission.Verdict;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ExportTableTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Protocol<String> TEXT = Protocol.of(String.class);
    private static final long REPLY_NANOS = 100;
    private static final KeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final NodeId BOB =
            MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32))).nodeId();

    private long now = Long.MAX_VALUE - 50;
    private final ExportTable table = new ExportTable(new ExportTable.Limits(2, REPLY_NANOS), () -> now);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static ActorRef<String> actor() {
        return KIT.<String>createTestProbe().getRef();
    }

    private Export find(long ref) {
        Export export = table.find(ref);
        if (export == null) {
            throw new AssertionError("no entry " + ref);
        }
        return export;
    }

    private static Authority missions() {
        Authority missions = new Authority(ALICE.nodeId(), 0, Authority.Limits.DEFAULT, List.of());
        missions.define(new Mission("hello", Map.of("greeter", Set.of())));
        return missions;
    }

    private static Grant grant(Authority missions, String mission) {
        Bytes salt = Bytes.of(new byte[SignedGrant.SALT_BYTES]);
        Redemption given = missions.give(ALICE, mission, BOB, Caveats.NONE, salt, Instant.EPOCH, 0);
        return ((Redemption.Granted) given).grant();
    }

    private static void revoke(Authority missions, String mission) {
        missions.apply(missions.revokeMission(mission));
    }

    @Test
    void whatWasNotExportedCannotBeNamed() {
        for (long ref : new long[] {0, 1, 2, 1_000_000, Long.MAX_VALUE}) {
            assertThat(table.find(ref)).isNull();
        }
    }

    @Test
    void theLowestBitOfARefSaysWhetherItMayBeUsedAgain() {
        assertThat(table.reference(actor(), TEXT, true, null) & 1).isZero();
        assertThat(table.reference(actor(), TEXT, false, null) & 1).isEqualTo(1);
    }

    @Test
    void anActorNamedUnderTwoProtocolsHasARefForEach() {
        Protocol<Integer> number = Protocol.of(Integer.class);
        ActorRef<String> actor = actor();
        long text = table.reference(actor, TEXT, false, null);
        long other = table.reference(actor, number, false, null);
        assertThat(find(text).protocol()).isEqualTo(TEXT);
        assertThat(find(other).protocol()).isEqualTo(number);
        assertThat(table.reference(actor, TEXT, false, null)).isEqualTo(text);
    }

    @Test
    void aOneShotReferenceIsUsedOnce() {
        long ref = table.reference(actor(), TEXT, true, null);
        Export export = find(ref);
        assertThat(export.refused(0)).isNull();
        assertThat(export.use()).isTrue();
        assertThat(export.use()).isFalse();
        table.used(export);
        assertThat(table.find(ref)).isNull();
    }

    @Test
    void aStandingReferenceIsUsedAsOftenAsOneLikesAndKeepsItsRef() {
        ActorRef<String> actor = actor();
        long ref = table.reference(actor, TEXT, false, null);
        assertThat(table.reference(actor, TEXT, false, null)).isEqualTo(ref);
        Export export = find(ref);
        assertThat(export.use()).isTrue();
        assertThat(export.use()).isTrue();
        table.used(export);
        assertThat(table.find(ref)).isSameAs(export);
    }

    @Test
    void holdsAsManyReferencesAsItMayAndNotOneMore() {
        table.reference(actor(), TEXT, false, null);
        table.reference(actor(), TEXT, true, null);
        assertThatThrownBy(() -> table.reference(actor(), TEXT, true, null)).isInstanceOf(ExportTable.Full.class);
        assertThatThrownBy(() -> table.reference(actor(), TEXT, false, null)).isInstanceOf(ExportTable.Full.class);
    }

    @Test
    void aUsedReferenceMakesRoomAlsoBehindOneThatWaits() {
        table.reference(actor(), TEXT, true, null);
        long second = table.reference(actor(), TEXT, true, null);
        find(second).use();
        table.used(find(second));
        table.reference(actor(), TEXT, true, null);
    }

    @Test
    void aReplyThatIsOverdueMakesRoomAndNotANanosecondBefore() {
        long first = table.reference(actor(), TEXT, true, null);
        table.reference(actor(), TEXT, true, null);
        now += REPLY_NANOS - 1;
        assertThatThrownBy(() -> table.reference(actor(), TEXT, true, null)).isInstanceOf(ExportTable.Full.class);
        now += 1;
        table.reference(actor(), TEXT, true, null);
        assertThat(table.find(first)).isNull();
    }

    @Test
    void aTypeBeyondTheProtocolIsMalformed() {
        Export export = find(table.reference(actor(), TEXT, false, null));
        assertThat(export.refused(TEXT.size())).isEqualTo(Reason.MALFORMED);
        assertThat(export.refused(Long.MAX_VALUE)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void anEngineIsOpenWhileAnyGrantForTheTypeIs() {
        Authority missions = missions();
        missions.define(new Mission("also", Map.of("greeter", Set.of())));
        List<Grant> both = List.of(grant(missions, "hello"), grant(missions, "also"));
        Export export = table.engine("greeter", actor(), TEXT, List.of(new Export.Right(0, both)));
        assertThat(export.refused(0)).isNull();
        revoke(missions, "hello");
        assertThat(export.refused(0)).isNull();
        revoke(missions, "also");
        assertThat(export.refused(0)).isEqualTo(Reason.REVOKED);
    }

    @Test
    void aTypeThatWasNotToldIsDenied() {
        List<Grant> grants = List.of(grant(missions(), "hello"));
        Export export = table.engine("greeter", actor(), TEXT, List.of(new Export.Right(0, grants)));
        assertThat(export.refused(1)).isEqualTo(Reason.DENIED);
        assertThat(export.refused(Long.MAX_VALUE)).isEqualTo(Reason.DENIED);
    }

    @Test
    void anEngineWithoutAnyRightLetsNothingPass() {
        Export export = table.engine("greeter", actor(), TEXT, List.of());
        assertThat(export.refused(0)).isEqualTo(Reason.DENIED);
    }

    @Test
    void aForgottenEngineIsRefusedWithTheReasonAndItsRefIsNotGivenAgain() {
        List<Export.Right> rights = List.of(new Export.Right(0, List.of(grant(missions(), "hello"))));
        Export before = table.engine("greeter", actor(), TEXT, rights);
        table.forget("greeter", Reason.REVOKED);
        assertThat(find(before.ref()).refused(0)).isEqualTo(Reason.REVOKED);
        assertThat(table.engine("greeter", actor(), TEXT, rights).ref()).isNotEqualTo(before.ref());
    }

    /** A grant that is over would else stay here, with all its certificates, as long as the session. */
    @Test
    void aForgottenEngineKeepsNoGrant() {
        List<Export.Right> rights = List.of(new Export.Right(0, List.of(grant(missions(), "hello"))));
        Export export = table.engine("greeter", actor(), TEXT, rights);
        table.forget("greeter", Reason.EXPIRED);
        assertThat(export.rights()).containsExactly(new Export.Right(0, List.of()));
        assertThat(Verdict.reason(export.admit(0, new Passage()))).contains(Reason.DENIED);
        assertThat(export.protocolType(0)).isZero();
    }

    @Test
    void soManyForgottenEnginesAreToldFromUnknownOnesAndNotOneMore() {
        ActorRef<String> actor = actor();
        long first = table.engine("0", actor, TEXT, List.of()).ref();
        table.forget("0", Reason.REVOKED);
        for (int i = 1; i < ExportTable.MAX_WITHDRAWN; i++) {
            table.engine("" + i, actor, TEXT, List.of());
            table.forget("" + i, Reason.REVOKED);
        }
        assertThat(find(first).refused(0)).isEqualTo(Reason.REVOKED);
        table.engine("last", actor, TEXT, List.of());
        table.forget("last", Reason.REVOKED);
        assertThat(table.find(first)).isNull();
    }

    @Test
    void aClosedTableNamesNothing() {
        Export export = find(table.reference(actor(), TEXT, false, null));
        table.close();
        assertThat(table.find(export.ref())).isNull();
        assertThat(export.refused(0)).isEqualTo(Reason.UNREACHABLE);
    }
}
