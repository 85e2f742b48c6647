package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import io.comity.mission.Reason;
import io.comity.selection.Preference;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlines and transports of single messages, between two sessions whose links the test carries and cuts. */
final class TermsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long WITHIN = 100;
    private static final Preference QUIC = new Preference(List.of("quic"));
    private static final Preference QUIC_OR_TLS = new Preference(List.of("quic", "tls"));

    private final TwoSessions pair = new TwoSessions(Adapter.toClassic(KIT.system()), 1 << 20, 1 << 22);
    private final CborWriter head = new CborWriter(UrMessages.MAX_CAST_HEAD_BYTES, UrMessages.MAX_CAST_HEAD_BYTES);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** The machines were not started at the same time. */
    @BeforeEach
    void startAtDifferentTimes() {
        pass(pair.near, 5_000_000);
        pass(pair.far, 3);
        connect("tcp");
    }

    private static void pass(TwoSessions.Side side, long millis) {
        side.nanoTime += Duration.ofMillis(millis).toNanos();
    }

    private void pass(long millis) {
        pass(pair.near, millis);
        pass(pair.far, millis);
    }

    private void connect(String transport) {
        pair.near.transport = transport;
        pair.far.transport = transport;
        pair.connect();
        pair.settle();
    }

    private @Nullable Reason send(int number, Preference preference, long deadlineMillis) {
        CborWriter body = new CborWriter(32, 32);
        body.encoded(new byte[] {(byte) 0xa1}, 0, 1).text("number").uint(number);
        return send(0, body.toByteArray(), new Terms(preference, deadlineMillis));
    }

    private @Nullable Reason send(int type, byte[] body, Terms terms) {
        return pair.near.session().cast(pair.far.engineRef, type, terms, head, body, body.length);
    }

    private @Nullable Reason within(long millis, int number) {
        return send(number, Preference.ANY, pair.near.session().clock().millis() + millis);
    }

    private @Nullable Reason over(Preference preference, int number) {
        return send(number, preference, UrMessage.NO_DEADLINE);
    }

    private void assertHeard(int... numbers) {
        assertThat(pair.far.engine.getAllReceived())
                .containsExactlyElementsOf(java.util.Arrays.stream(numbers)
                        .mapToObj(number -> (Object) new Talk.Add(number))
                        .toList());
    }

    private void assertExpired(int times) {
        long refusals = pair.near.control.stream()
                .filter(new UrMessage.Refuse(pair.far.engineRef, Reason.EXPIRED.code())::equals)
                .count();
        assertThat(refusals).isEqualTo(times);
    }

    // Deadlines.

    @Test
    void aMessageIsDeliveredAtItsDeadlineAndNotAfterIt() {
        within(WITHIN, 1);
        pass(WITHIN);
        pair.settle();
        assertHeard(1);
        within(WITHIN, 2);
        pass(WITHIN + 1);
        pair.settle();
        assertHeard();
        assertExpired(1);
    }

    @Test
    void aDeadlineHoldsForWhatIsSaidAgainOnAnotherLink() {
        within(WITHIN, 1);
        within(3 * WITHIN, 2);
        pair.near.sealTo(pair.far);
        pass(2 * WITHIN);
        connect("tcp");
        assertHeard(2);
        assertExpired(1);
    }

    @Test
    void aLongMessageThatIsCompleteTooLateIsNotDelivered() {
        byte[] body = new byte[100_000];
        long deadline = pair.near.session().clock().millis() + WITHIN;
        send(0, body, new Terms(Preference.ANY, deadline));
        pair.near.sealTo(pair.far);
        pair.far.openNext();
        pass(WITHIN + 1);
        pair.settle();
        assertExpired(1);
    }

    @Test
    void aLongMessageThatBeginsTooLateIsRefusedAtItsFirstPart() {
        send(
                0,
                new byte[100_000],
                new Terms(Preference.ANY, pair.near.session().clock().millis()));
        pass(1);
        pair.near.sealTo(pair.far);
        pair.far.openNext();
        pair.far.sealTo(pair.near);
        pair.near.openNext();
        assertExpired(1);
    }

    /** A clock that has gained a second since the last hello would make everything late. */
    @Test
    void clocksThatRunApartAreSetAnewByEveryLinkAndEveryKey() {
        pass(pair.far, 1_000);
        within(WITHIN, 1);
        pair.settle();
        assertHeard();
        connect("tcp");
        within(WITHIN, 2);
        pair.settle();
        assertHeard(2);
        pass(pair.far, 1_000);
        pair.near.rekey();
        pair.settle();
        within(WITHIN, 3);
        pair.settle();
        assertHeard(3);
    }

    // Transports.

    @Test
    void onlyAnAdmittedTransportCarriesTheMessage() {
        assertThat(over(QUIC_OR_TLS, 1)).isEqualTo(Reason.UNREACHABLE);
        connect("tls");
        assertThat(over(QUIC, 2)).isEqualTo(Reason.UNREACHABLE);
        assertThat(over(QUIC_OR_TLS, 3)).isNull();
        pair.settle();
        assertHeard(3);
    }

    @Test
    void withoutALinkNothingIsAdmitted() {
        pair.near.session().attach(null);
        assertThat(over(QUIC_OR_TLS, 1)).isEqualTo(Reason.UNREACHABLE);
        assertThat(over(Preference.ANY, 2)).isNull();
    }

    @Test
    void whatMayHaveToBeSaidAgainWaitsForALinkThatItAdmitsAndSoDoesWhatFollows() {
        connect("quic");
        over(QUIC_OR_TLS, 1);
        pair.near.sealTo(pair.far);
        over(Preference.ANY, 2);
        connectUnsettled("tcp");
        over(Preference.ANY, 3);
        carry();
        assertHeard();
        assertThat(pair.near.session().boundNow()).isEqualTo(QUIC_OR_TLS);
        connect("tls");
        assertHeard(1, 2, 3);
        assertThat(pair.near.session().boundNow()).isEqualTo(Preference.ANY);
    }

    @Test
    void whatTheOtherSideHasHeardBindsNoLonger() {
        connect("quic");
        over(QUIC, 1);
        pair.near.sealTo(pair.far);
        pair.far.openNext();
        over(Preference.ANY, 2);
        connect("tcp");
        assertHeard(1, 2);
    }

    @Test
    void twoMessagesBindToWhatBothAdmit() {
        connect("quic");
        over(QUIC_OR_TLS, 1);
        over(QUIC, 2);
        assertThat(pair.near.session().boundNow()).isEqualTo(QUIC);
        pair.near.sealTo(pair.far);
        connectUnsettled("tls");
        carry();
        assertHeard();
        assertThat(over(QUIC_OR_TLS, 3)).isEqualTo(Reason.UNREACHABLE);
        connect("quic");
        assertHeard(1, 2);
    }

    private void connectUnsettled(String transport) {
        pair.near.transport = transport;
        pair.far.transport = transport;
        pair.connect();
    }

    private void carry() {
        for (int i = 0; i < 10; i++) {
            pair.near.sealTo(pair.far);
            pair.far.sealTo(pair.near);
            pair.near.openNext();
            pair.far.openNext();
        }
    }
}
