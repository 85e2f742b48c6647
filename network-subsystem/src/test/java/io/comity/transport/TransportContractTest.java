package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every transport must do, whatever its wires are made of. A subclass says how to make one; the rows on frames and records
 * are in {@link FramesContract}.
 */
public abstract class TransportContractTest extends FramesContract {
    private enum Closer {
        DIALLER,
        LISTENER,
        BOTH,
        DIALLERS_TRANSPORT,
        LISTENERS_TRANSPORT
    }

    // The end.

    @ParameterizedTest
    @CsvSource({
        "DIALLER, false",
        "DIALLER, true",
        "LISTENER, false",
        "LISTENER, true",
        "BOTH, false",
        "BOTH, true",
        "DIALLERS_TRANSPORT, false",
        "DIALLERS_TRANSPORT, true",
        "LISTENERS_TRANSPORT, false",
        "LISTENERS_TRANSPORT, true"
    })
    void bothEndsHearOfTheEndOnceWhoeverClosesAndWhen(Closer closer, boolean linked) throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        if (linked) {
            ends.near().attach(new ScriptedPort(i -> filled(100, i), Long.MAX_VALUE));
            ScriptedPort reader = new ScriptedPort(i -> filled(100, i), 0);
            ends.far().attach(reader);
            await().atMost(PATIENCE).until(() -> reader.opened() > 100);
        } else {
            ends.near().next();
            ends.far().next();
        }
        end(closer, ends);
        near.awaitClosed();
        far.awaitClosed();
        ends.near().close();
        ends.far().close();
        ends.near().wake();
        ends.far().wake();
        made.forEach(TransportContractTest::close);
        assertThat(near.closings()).hasSize(1);
        assertThat(far.closings()).hasSize(1);
        assertThat(near.closings().get(0)).isNotBlank();
    }

    private void end(Closer closer, Ends ends) {
        switch (closer) {
            case DIALLER -> ends.near().close();
            case LISTENER -> ends.far().close();
            case BOTH -> {
                ends.near().close();
                ends.far().close();
            }
            case DIALLERS_TRANSPORT -> close(dialler);
            case LISTENERS_TRANSPORT -> close(listener);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIALLER", "DIALLERS_TRANSPORT"})
    void whoOpensAWireThatHasEndedStillHearsIt(Closer closer) throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        end(closer, ends);
        near.awaitClosed();
        FrameLog far = FrameLog.of(ends.far());
        ends.far().next();
        far.awaitClosed();
        close(listener);
        assertThat(far.closings()).hasSize(1);
    }

    @Test
    void aWireOfATransportThatIsClosedTakesEveryCallAndDoesNothing() throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        ends.near().attach(new ScriptedPort(i -> new byte[1], 0));
        close(dialler);
        near.awaitClosed();
        ends.near().wake();
        ends.near().wake();
        ends.near().send(new byte[1]);
        ends.near().next();
        ends.near().close();
        assertThat(near.closings()).hasSize(1);
    }

    @Test
    void whatWasSentBeforeTheCloseArrives() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        ends.near().send(new byte[] {1});
        ends.far().next();
        far.awaitFrame();
        ends.far().next();
        ends.near().send(new byte[] {2});
        ends.near().close();
        assertThat(far.awaitFrame()).containsExactly(2);
        ends.far().next();
        far.awaitClosed();
    }

    // Addresses.

    @Test
    void anAddressIsOfThisTransportAndReadsBackFromItsText() {
        assertThat(address.transport()).isEqualTo(listener.name());
        assertThat(Address.parse(address.toString())).contains(address);
    }

    @Test
    void dialingWhereNobodyListensFailsAndNamesTheAddress() {
        close(listener);
        assertThatThrownBy(() -> done(dialler.dial(address, SOMEBODY)))
                .rootCause()
                .hasMessageContaining(address.toString())
                .hasMessageNotContainingAny("\n", "null");
    }

    @Test
    void manyWiresBetweenTheSameTwoAreApart() throws InterruptedException {
        List<Ends> all = new ArrayList<>();
        List<FrameLog> logs = new ArrayList<>();
        for (byte i = 0; i < 20; i++) {
            Ends ends = connect();
            FrameLog.of(ends.near());
            logs.add(FrameLog.of(ends.far()));
            ends.near().send(new byte[] {i});
            all.add(ends);
        }
        for (byte i = 0; i < 20; i++) {
            all.get(i).far().next();
            assertThat(logs.get(i).awaitFrame()).containsExactly(i);
        }
    }

    @Test
    void aThousandConnectionsOneAfterTheOtherLeaveNothingBehind() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            Ends ends = connect();
            FrameLog near = FrameLog.of(ends.near());
            FrameLog far = FrameLog.of(ends.far());
            byte[] frame = ByteBuffer.allocate(4).putInt(i).array();
            ends.near().send(frame);
            ends.far().next();
            assertThat(far.awaitFrame()).isEqualTo(frame);
            ends.far().next();
            ends.near().close();
            near.awaitClosed();
            far.awaitClosed();
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void closingLeavesNoThreadAndNoFileHandleBehind() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog.of(ends.far());
        made.forEach(TransportContractTest::close);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(newThreads()).isEmpty());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Handles.open()).isSubsetOf(handlesBefore));
    }

    private List<String> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threadsBefore.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> name.contains("comity") || name.contains("akka") || name.contains("netty"))
                .toList();
    }
}
