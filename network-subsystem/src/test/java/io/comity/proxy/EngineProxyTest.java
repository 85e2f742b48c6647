package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Adapter;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.reference.ExportTable;
import io.comity.selection.Preference;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Outbox;
import io.comity.session.RetransmitBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One EngineProxy, with the test in the place of its NodeProxy and of the clock. */
final class EngineProxyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final int HELD = 5;
    private static final long REF = 7;
    private static final KeyHolder NEAR = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final KeyHolder FAR = MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    private static final EngineId ID = new EngineId(FAR.nodeId(), "talk");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Refused> refusals = kit.createTestProbe(Refused.class);
    private final TestProbe<String> connects = kit.createTestProbe(String.class);
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - HOLD.toNanos() / 2);
    private final Counters counters = new Counters();
    private final FarEnd far = FarEnd.of(NEAR, FAR);
    private final Session session = new Session(
            far.near(),
            new Session.Parts(
                    new Outbox(1_000, 1_000, Session.MAX_MESSAGE_BYTES),
                    new Bulk(1 << 20),
                    new RetransmitBuffer(1 << 20, Session.MAX_PLAIN_BYTES),
                    new Assembly(1 << 20),
                    1 << 20,
                    new ExportTable(new ExportTable.Limits(10, 1_000), () -> 0),
                    new ImportedReferences(Adapter.toClassic(kit.system()), 10),
                    1 << 20,
                    Duration.ofMinutes(1),
                    new Clock(() -> 0, () -> 0),
                    counters,
                    event -> {}));
    private final Attachment port = new Attachment(far.near(), new FakeWire(), "tcp", session, link -> session);
    private final ActorRef<Object> proxy =
            kit.spawn(EngineProxy.create(ID, ways(), new EngineProxy.Settings(HELD, HOLD), counters, nanoTime::get));

    private EngineProxy.Ways ways() {
        return new EngineProxy.Ways() {
            @Override
            public void connect(Preference preference) {
                connects.getRef().tell("connect over " + preference);
            }

            @Override
            public void move(ActorRef<Object> asking, Preference preference) {
                connects.getRef().tell("move to " + preference);
            }
        };
    }

    @BeforeEach
    void listen() {
        kit.system().eventStream().tell(new EventStream.Subscribe<>(Refused.class, refusals.getRef()));
        proxy.tell(new EngineProxy.Speak(Protocol.of(Talk.Command.class)));
        port.begin();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void learned(List<String> types) {
        proxy.tell(new EngineProxy.Learned(session, REF, types));
    }

    private void refused(int times, Reason reason) {
        for (int i = 0; i < times; i++) {
            refusals.expectMessage(SOON, new Refused(ID, reason));
        }
    }

    /** The proxy has handled everything it was told: this message is one it refuses to everybody. */
    private void settled() {
        proxy.tell("a message of no protocol");
    }

    private static FarEnd.Cast add(int type, int number) {
        byte[] body = HexFormat.of().parseHex("a1666e756d626572" + String.format("%02x", number));
        return new FarEnd.Cast(REF, type, Bytes.of(body));
    }

    @Test
    void whatWaitedGoesOutInOrderOnceTheEngineIsLearned() {
        for (int i = 0; i < HELD; i++) {
            proxy.tell(new Talk.Add(i));
        }
        learned(Talk.TYPES);
        proxy.tell(new Talk.Add(HELD));
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(0, 0), add(0, 1), add(0, 2), add(0, 3), add(0, 4), add(0, 5));
    }

    @Test
    void aConnectionIsAskedForOncePerWait() {
        proxy.tell(new Talk.Add(0));
        proxy.tell(new Talk.Add(1));
        connects.expectMessage(SOON, "connect over any transport");
        proxy.tell(new EngineProxy.GiveUp(Reason.UNREACHABLE));
        refused(2, Reason.UNREACHABLE);
        connects.expectNoMessage(Duration.ZERO);
        proxy.tell(new Talk.Add(2));
        connects.expectMessage(SOON, "connect over any transport");
        assertThat(counters.get(Counter.UNDELIVERED)).isEqualTo(2);
        assertThat(counters.get(Counter.UNSENT)).isEqualTo(2);
    }

    @Test
    void typesGoOutUnderThePlacesTheOwnerGaveThem() {
        learned(List.of("Count", "Something", "Add"));
        proxy.tell(new Talk.Add(1));
        proxy.tell(new Talk.Bye("not offered"));
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(2, 1));
    }

    @Test
    void moreTypesMayBeLearnedLater() {
        learned(List.of("Count"));
        proxy.tell(new Talk.Add(1));
        refused(1, Reason.DENIED);
        learned(List.of("Count", "Add"));
        proxy.tell(new Talk.Add(2));
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(1, 2));
    }

    @Test
    void whatWaitsIsRefusedWhenThePeerIsReadyWithoutOfferingTheEngine() {
        proxy.tell(new Talk.Add(0));
        proxy.tell(new Talk.Add(1));
        connects.expectMessage(SOON, "connect over any transport");
        proxy.tell(new EngineProxy.Refuse(Reason.DENIED));
        refused(2, Reason.DENIED);
        proxy.tell(new Talk.Add(2));
        refused(1, Reason.DENIED);
        connects.expectNoMessage(Duration.ZERO);
        learned(Talk.TYPES);
        proxy.tell(new Talk.Add(3));
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(0, 3));
    }

    @Test
    void messagesWaitAtTheMostAndOneMoreIsOverloaded() {
        for (int i = 0; i <= HELD; i++) {
            proxy.tell(new Talk.Add(i));
        }
        refused(1, Reason.OVERLOADED);
        learned(Talk.TYPES);
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).hasSize(HELD).doesNotContain(add(0, HELD));
    }

    @Test
    void eachMessageWaitsItsOwnTimeAndNoLonger() {
        proxy.tell(new Talk.Add(0));
        connects.expectMessage(SOON, "connect over any transport");
        pass(HOLD.dividedBy(2));
        fill(HELD - 1);

        pass(HOLD.dividedBy(2));
        refused(1, Reason.UNREACHABLE);
        fill(1);
        pass(HOLD.dividedBy(2).minusMillis(1));
        refusals.expectNoMessage(Duration.ZERO);
        pass(Duration.ofMillis(1));
        refused(HELD - 1, Reason.UNREACHABLE);
        assertThat(counters.get(Counter.UNDELIVERED)).isEqualTo(HELD);
    }

    /** Fills the last {@code free} places. One message more is refused, which shows that the proxy has come that far. */
    private void fill(int free) {
        for (int i = 0; i <= free; i++) {
            proxy.tell(new Talk.Add(i));
        }
        refused(1, Reason.OVERLOADED);
    }

    private void pass(Duration duration) {
        nanoTime.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    @Test
    void whatWaitsIsRefusedWhenTheProxyStops() {
        fill(HELD);
        kit.stop(proxy);
        refused(HELD, Reason.UNREACHABLE);
        assertThat(counters.get(Counter.UNDELIVERED)).isEqualTo(HELD);
    }

    @Test
    void aSessionThatIsOverIsUnreachableAndAFullOneOverloaded() {
        learned(Talk.TYPES);
        for (int i = 0; i < 100; i++) {
            proxy.tell(new Talk.Add(i));
        }
        refusals.expectMessage(SOON, new Refused(ID, Reason.OVERLOADED));
        session.close();
        proxy.tell(new Talk.Add(1));
        refusals.fishForMessage(
                SOON,
                refused -> refused.reason() == Reason.UNREACHABLE
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    // Terms.

    private Dispatch over(String transport, int number) {
        return new Dispatch(new Talk.Add(number), new Preference(List.of(transport)), nanoTime.get(), Dispatch.EVER);
    }

    private Dispatch within(Duration time, int number) {
        return new Dispatch(new Talk.Add(number), Preference.ANY, nanoTime.get(), time.toNanos());
    }

    @Test
    void aMessageForAnotherTransportWaitsForItAndSoDoWhatIsBehindIt() {
        learned(Talk.TYPES);
        proxy.tell(new Talk.Add(0));
        proxy.tell(over("tls", 1));
        proxy.tell(new Talk.Add(2));
        connects.expectMessage(SOON, "move to tls");
        assertThat(far.heard(port)).containsExactly(add(0, 0));
        Attachment moved = new Attachment(far.near(), new FakeWire(), "tls", session, link -> session);
        moved.begin();
        proxy.tell(EngineProxy.Moved.INSTANCE);
        settled();
        refused(1, Reason.DENIED);
        assertThat(session.isAnythingWaiting()).isTrue();
        assertThat(counters.get(Counter.SENT)).isEqualTo(3);
    }

    @Test
    void whatCannotHaveItsTransportIsRefusedAndTheNextMayStillAskForItsOwn() {
        learned(Talk.TYPES);
        proxy.tell(over("tls", 1));
        proxy.tell(new Talk.Add(2));
        proxy.tell(over("quic", 3));
        proxy.tell(new Talk.Add(4));
        connects.expectMessage(SOON, "move to tls");
        proxy.tell(EngineProxy.Moved.INSTANCE);
        connects.expectMessage(SOON, "move to quic");
        refused(1, Reason.UNREACHABLE);
        proxy.tell(EngineProxy.Moved.INSTANCE);
        refused(1, Reason.UNREACHABLE);
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(0, 2), add(0, 4));
    }

    @Test
    void whatWaitsToMoveIsBoundedInNumberAndTime() {
        learned(Talk.TYPES);
        proxy.tell(over("tls", 0));
        for (int i = 1; i <= HELD; i++) {
            proxy.tell(new Talk.Add(i));
        }
        refused(1, Reason.OVERLOADED);
        pass(HOLD);
        refused(HELD, Reason.UNREACHABLE);
        proxy.tell(EngineProxy.Moved.INSTANCE);
        proxy.tell(new Talk.Add(9));
        settled();
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(0, 9));
    }

    @Test
    void theFirstToWaitSaysOverWhat() {
        proxy.tell(over("tls", 0));
        proxy.tell(over("quic", 1));
        connects.expectMessage(SOON, "connect over tls");
        connects.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatWaitsExpiresAtItsOwnDeadlineAndTheRestLater() {
        proxy.tell(new Talk.Add(0));
        proxy.tell(within(HOLD.dividedBy(2), 1));
        proxy.tell(within(HOLD.dividedBy(4), 2));
        proxy.tell(within(HOLD.multipliedBy(2), 3));
        proxy.tell(new Talk.Add(HELD - 1));
        proxy.tell(new Talk.Add(HELD));
        refused(1, Reason.OVERLOADED);
        pass(HOLD.dividedBy(4));
        refused(1, Reason.EXPIRED);
        pass(HOLD.dividedBy(4));
        refused(1, Reason.EXPIRED);
        refusals.expectNoMessage(Duration.ZERO);
        pass(HOLD.dividedBy(2));
        refused(3, Reason.UNREACHABLE);
    }

    @Test
    void aMessageWhoseTimeIsOverIsNotSent() {
        learned(Talk.TYPES);
        proxy.tell(within(Duration.ZERO, 0));
        proxy.tell(within(Duration.ofMillis(1), 1));
        refused(1, Reason.EXPIRED);
        settled();
        refused(1, Reason.DENIED);
        assertThat(counters.get(Counter.SENT)).isEqualTo(1);
    }

    @Test
    void aUserWhoNamedNoProtocolIsUnderstoodByTheMessagesOwnClass() {
        ActorRef<Object> fresh = kit.spawn(
                EngineProxy.create(ID, ways(), new EngineProxy.Settings(HELD, HOLD), counters, nanoTime::get));
        fresh.tell(new EngineProxy.Learned(session, REF, List.of("Bye", "Add")));
        fresh.tell(new Talk.Add(9));
        fresh.tell("a message of no protocol");
        refused(1, Reason.DENIED);
        assertThat(far.heard(port)).containsExactly(add(1, 9));
    }
}
