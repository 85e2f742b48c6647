package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.javadsl.Adapter;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Admission;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Holder;
import io.comity.mission.Kind;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.SignedGrant;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Outbox;
import io.comity.session.RetransmitBuffer;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a grant's limits let a peer's messages do: one session, no wire, and clocks that the test moves. */
final class LimitsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final KeyHolder OWNER = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final KeyHolder FRIEND =
            MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    private static final Protocol<Talk.Command> TALK = Protocol.of(Talk.Command.class);
    private static final int ADD = 0;
    private static final int BYE = 1;
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final byte[] BODY = HexFormat.of().parseHex("a1666e756d62657205");

    private final Authority authority =
            new Authority(OWNER.nodeId(), NOON.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
    private final FarEnd far = FarEnd.of(OWNER, FRIEND);
    private final ExportTable exports = new ExportTable(new ExportTable.Limits(100, 1_000), () -> 0);
    private final TestInbox<Object> engine = TestInbox.create();
    private long nanoTime = Long.MAX_VALUE - 5;
    private Instant date = NOON;
    private final Session session = new Session(
            far.near(),
            new Session.Parts(
                    new Outbox(1 << 20, 1 << 20, Session.MAX_MESSAGE_BYTES),
                    new Bulk(1 << 20),
                    new RetransmitBuffer(1 << 22, Session.MAX_PLAIN_BYTES),
                    new Assembly(1 << 20),
                    1 << 20,
                    exports,
                    new ImportedReferences(Adapter.toClassic(KIT.system()), 100),
                    1 << 22,
                    Duration.ofMinutes(1),
                    new Clock(() -> nanoTime, () -> date.getEpochSecond()),
                    new Counters(),
                    event -> {}));
    private final Attachment port = new Attachment(far.near(), new FakeWire(), "tcp", session, link -> session);
    private byte salt;
    private long ref;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** What may be sent under these grants, each a right to the whole protocol but for its limits. */
    private void granted(Caveats... limits) {
        port.begin();
        authority.define(new Mission("m", Map.of("talk", Set.of())));
        List<Grant> grants = java.util.Arrays.stream(limits).map(this::grant).toList();
        Permit permit = new Permit("talk", engine.getRef(), TALK, grants);
        ref = exports.engine("talk", engine.getRef(), TALK, permit.rights(List.of()))
                .ref();
    }

    private Grant grant(Caveats limits) {
        byte[] random = new byte[SignedGrant.SALT_BYTES];
        random[0] = salt++;
        SignedGrant made = authority.grant(OWNER, "m", Holder.node(FRIEND.nodeId()), limits, Bytes.of(random), NOON);
        Chain.Sound chain = (Chain.Sound) Chain.read(Chain.encode(made), OWNER.nodeId(), NOON);
        Admission admission = authority.accept(chain.chain(), FRIEND.nodeId(), null, NOON, nanoTime);
        return ((Admission.Accepted) admission).grant();
    }

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(far.cast(port, ref, ADD, BODY)).isTrue();
        }
    }

    private void assertOutcome(int delivered, UrMessage.Refuse... refused) {
        assertThat(engine.getAllReceived()).hasSize(delivered);
        assertThat(far.heard(port)).containsExactly((Object[]) refused);
    }

    private UrMessage.Refuse refusal(Reason reason, long retryMillis) {
        return new UrMessage.Refuse(ref, reason.code(), retryMillis);
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    @Test
    void asManyAsTheRateAllowsPassAndOneMoreHearsWhenToComeAgain() {
        granted(Caveats.NONE.rate(2, Duration.ofSeconds(1)));
        add(3);
        assertOutcome(2, refusal(Reason.THROTTLED, 500));
        pass(Duration.ofMillis(500).minusNanos(1));
        add(1);
        assertOutcome(0, refusal(Reason.THROTTLED, 1));
        pass(Duration.ofNanos(1));
        add(2);
        assertOutcome(1, refusal(Reason.THROTTLED, 500));
    }

    @Test
    void aQuotaIsUsedUpForEver() {
        granted(Caveats.NONE.quota(3));
        add(4);
        assertOutcome(3, refusal(Reason.EXPIRED, 0));
        pass(Duration.ofDays(100));
        add(1);
        assertOutcome(0, refusal(Reason.EXPIRED, 0));
    }

    @Test
    void aGrantEndsAtItsSecondAndBeginsAtItsSecond() {
        granted(Caveats.NONE.until(NOON.plusSeconds(2)));
        date = NOON.plusMillis(1_999);
        add(1);
        assertOutcome(1);
        date = NOON.plusSeconds(2);
        add(1);
        assertOutcome(0, refusal(Reason.EXPIRED, 0));
    }

    @Test
    void aBodyAsLongAsAllowedPassesAndOneByteMoreDoesNotAndCostsNothing() {
        granted(Caveats.NONE.maxBytes(BODY.length).quota(1));
        assertThat(far.cast(port, ref, BYE, new byte[BODY.length + 1])).isTrue();
        add(1);
        assertOutcome(1, refusal(Reason.DENIED, 0));
    }

    @Test
    void onlyTheKindsThatAreNamedAreKnownToThePeer() {
        granted(Caveats.NONE.only(new Kind("talk", "Add")));
        add(1);
        assertThat(far.cast(port, ref, BYE, BODY)).isTrue();
        assertOutcome(1, refusal(Reason.DENIED, 0));
    }

    @Test
    void whenOneGrantIsUsedUpTheNextIsTakenAndOfTwoWaitsTheShorterIsTold() {
        granted(
                Caveats.NONE.rate(1, Duration.ofSeconds(10)),
                Caveats.NONE.rate(1, Duration.ofSeconds(3)),
                Caveats.NONE.quota(1));
        add(4);
        assertOutcome(3, refusal(Reason.THROTTLED, 3_000));
    }

    @Test
    void whatIsRefusedForAnotherReasonIsNotCounted() {
        granted(Caveats.NONE.quota(1));
        assertThat(far.cast(port, ref, TALK.size(), BODY)).isTrue();
        add(1);
        assertOutcome(1, refusal(Reason.DENIED, 0));
    }
}
