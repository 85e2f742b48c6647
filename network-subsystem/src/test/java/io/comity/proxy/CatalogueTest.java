package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Caveats;
import io.comity.mission.Evidence;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.wire.UrMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a peer is told when its rights, or the engines they are about, change. */
final class CatalogueTest {
    private static final NodeId PEER = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final Protocol<Talk.Command> TALK = Protocol.of(Talk.Command.class);
    private static final Bytes DIGEST = Bytes.of(TALK.digest());

    private final ExportTable exports = new ExportTable(new ExportTable.Limits(10, 1_000), () -> 0);
    private final Owner missions = new Owner();
    private final ActorRef<Object> engine = TestInbox.create("talk").getRef();

    private void grant(String mission, Class<?>... types) {
        missions.define(new Mission(mission, Map.of("talk", Set.of(types))));
        missions.grant(mission, PEER);
    }

    private Permit permit(ActorRef<?> target) {
        return new Permit("talk", target, TALK, missions.heldBy(PEER));
    }

    private List<UrMessage> update(ActorRef<?> target) {
        return Catalogue.update(exports, List.of(permit(target)));
    }

    private Export talk() {
        return Objects.requireNonNull(exports.engine("talk"), "talk is exported");
    }

    @Test
    void aGrantedEngineIsLearnedByItsGrantedTypes() {
        grant("adding", Talk.Add.class);
        assertThat(update(engine)).containsExactly(new UrMessage.Learn(1, "talk", DIGEST, List.of("Add")));
        assertThat(talk().refused(0)).isNull();
        assertThat(talk().refused(1)).isEqualTo(Reason.DENIED);
    }

    @Test
    void whatDidNotChangeIsNotSaidAgain() {
        grant("adding", Talk.Add.class);
        update(engine);
        assertThat(update(engine)).isEmpty();
    }

    @Test
    void anEngineOfWhichNoTypeIsGrantedIsNotNamed() {
        missions.define(new Mission("other", Map.of("other", Set.of())));
        missions.grant("other", PEER);
        assertThat(update(engine)).isEmpty();
        assertThat(exports.engineNames()).isEmpty();
    }

    @Test
    void aNewTypeIsAppendedUnderTheSameRefAndTheOthersKeepTheirPlaces() {
        grant("counting", Talk.Count.class);
        update(engine);
        grant("adding", Talk.Add.class);
        assertThat(update(engine)).containsExactly(new UrMessage.Learn(1, "talk", DIGEST, List.of("Count", "Add")));
        assertThat(talk().protocolType(0)).isEqualTo(2);
        assertThat(talk().protocolType(1)).isZero();
    }

    @Test
    void aSecondGrantOfTheSameTypeIsNoNewsAndOutlivesTheFirst() {
        grant("first", Talk.Add.class);
        update(engine);
        grant("second", Talk.Add.class);
        assertThat(update(engine)).isEmpty();
        missions.revoke("first");
        assertThat(update(engine)).isEmpty();
        assertThat(talk().refused(0)).isNull();
    }

    @Test
    void aTypeThatIsRevokedKeepsItsPlaceAndSaysWhyWhileAnotherStands() {
        grant("adding", Talk.Add.class);
        grant("counting", Talk.Count.class);
        List<UrMessage> first = update(engine);
        int place = ((UrMessage.Learn) first.get(0)).types().indexOf("Add");
        missions.revoke("adding");
        assertThat(update(engine)).isEmpty();
        assertThat(talk().refused(place)).isEqualTo(Reason.REVOKED);
        assertThat(talk().refused(1 - place)).isNull();
    }

    @Test
    void revocationClosesTheGateBeforeAnybodyIsTold() {
        grant("adding", Talk.Add.class);
        update(engine);
        missions.revoke("adding");
        assertThat(talk().refused(0)).isEqualTo(Reason.REVOKED);
    }

    @Test
    void anEngineWhoseEveryRightIsRevokedIsForgottenAsRevoked() {
        grant("adding", Talk.Add.class);
        update(engine);
        missions.revoke("adding");
        assertThat(Catalogue.update(exports, List.of()))
                .containsExactly(new UrMessage.Forget(1, Reason.REVOKED.code()));
        Export late = Objects.requireNonNull(exports.find(1), "its ref is still known");
        assertThat(late.refused(0)).isEqualTo(Reason.REVOKED);
    }

    @Test
    void anEngineThatStoppedIsForgottenAsIfItHadNeverBeen() {
        grant("adding", Talk.Add.class);
        update(engine);
        assertThat(Catalogue.update(exports, List.of())).containsExactly(new UrMessage.Forget(1, Reason.DENIED.code()));
    }

    @Test
    void anEngineThatWasReplacedIsForgottenAndLearnedUnderANewRef() {
        grant("adding", Talk.Add.class);
        update(engine);
        ActorRef<Object> next = TestInbox.create("next").getRef();
        assertThat(update(next))
                .containsExactly(
                        new UrMessage.Forget(1, Reason.DENIED.code()),
                        new UrMessage.Learn(3, "talk", DIGEST, List.of("Add")));
        assertThat(talk().target()).isEqualTo(next);
    }

    @Test
    void aRightGrantedAgainAfterItsRevocationIsLearnedAnew() {
        grant("adding", Talk.Add.class);
        update(engine);
        missions.revoke("adding");
        Catalogue.update(exports, List.of());
        missions.grant("adding", PEER);
        assertThat(update(engine)).containsExactly(new UrMessage.Learn(3, "talk", DIGEST, List.of("Add")));
    }

    @Test
    void anUnknownReasonOfAPeerTellsAUserLeast() {
        assertThat(Catalogue.reason(Reason.REVOKED.code())).isEqualTo(Reason.REVOKED);
        assertThat(Catalogue.reason(99)).isEqualTo(Reason.DENIED);
        assertThat(Catalogue.reason(Long.MAX_VALUE)).isEqualTo(Reason.DENIED);
    }

    @Test
    void theMostProofThatAnyGrantOfATypeWantsIsSaidAndSaidAgainWhenItChanges() {
        missions.define(new Mission("first", Map.of("talk", Set.of(Talk.Add.class, Talk.Bye.class))));
        missions.define(new Mission("second", Map.of("talk", Set.of(Talk.Add.class))));
        missions.grant("first", PEER, Caveats.NONE.evidence(Evidence.BATCH));
        assertThat(levels(update(engine))).isEqualTo(Bytes.ofHex("0101"));
        missions.grant("second", PEER, Caveats.NONE.evidence(Evidence.ALWAYS));
        assertThat(levels(update(engine))).isEqualTo(Bytes.ofHex("0201"));
        missions.revoke("second");
        assertThat(levels(update(engine))).isEqualTo(Bytes.ofHex("0101"));
        assertThat(update(engine)).isEmpty();
    }

    private static Bytes levels(List<UrMessage> said) {
        assertThat(said).hasSize(1);
        return ((UrMessage.Learn) said.get(0)).levels();
    }
}
