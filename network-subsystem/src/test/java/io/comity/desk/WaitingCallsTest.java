package io.comity.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.CallObject;
import io.comity.detached.Claim;
import io.comity.detached.DetachedCall;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.reference.Export;
import io.comity.reference.Passage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class WaitingCallsTest {
    private static MemoryKeyHolder key(int number) {
        return MemoryKeyHolder.fromSeed(ByteBuffer.allocate(32).putInt(number).array());
    }

    /** Of a carrier that nobody asks anything. */
    private static final class NoForm implements Form {
        @Override
        public Claim read(NodeId self) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> cbor(Bytes body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void done(Result result) {
            throw new UnsupportedOperationException();
        }
    }

    private static Waiting waiting(int caller, int bodyBytes) {
        MemoryKeyHolder bob = key(caller);
        NodeId node = bob.nodeId();
        Bytes body = Bytes.of(new byte[bodyBytes]);
        DetachedCall call = new DetachedCall(node, node, 0, 0, 0, 0, 0, "greeter", "Greet", body, true);
        Claim.Signed claim = (Claim.Signed) CallObject.read(CallObject.sign(bob, call), node);
        return new Waiting(
                new NoForm(), claim, new Export.Right(0, List.of()), 0, new Passage(), new AtomicBoolean(true));
    }

    private static boolean hasRoom(WaitingCalls calls, Waiting call) {
        return calls.hasRoomFor(call.call().call());
    }

    @Test
    void soManyWaitAndNotOneMoreAndOfOneCallerAQuarter() {
        WaitingCalls calls = new WaitingCalls(8);
        Waiting first = waiting(0, 0);
        calls.add(first);
        assertThat(hasRoom(calls, first)).isTrue();
        calls.add(waiting(0, 0));
        assertThat(hasRoom(calls, first)).isFalse();
        for (int caller = 1; caller < 4; caller++) {
            assertThat(hasRoom(calls, waiting(caller, 0))).isTrue();
            calls.add(waiting(caller, 0));
            calls.add(waiting(caller, 0));
        }
        assertThat(hasRoom(calls, waiting(4, 0))).isFalse();
        calls.remove(first);
        assertThat(hasRoom(calls, first)).isTrue();
        assertThat(hasRoom(calls, waiting(4, 0))).isTrue();
        assertThat(calls.all()).hasSize(7);
    }

    @Test
    void ofOneThatMayWaitOneCallerHasIt() {
        WaitingCalls calls = new WaitingCalls(1);
        assertThat(hasRoom(calls, waiting(0, 0))).isTrue();
    }

    @Test
    void soManyBytesWaitAndNotOneCallMoreAndOfOneCallerAQuarter() {
        WaitingCalls calls = new WaitingCalls(Integer.MAX_VALUE);
        long each = WaitingCalls.CALL_BYTES + 2L * DetachedCall.MAX_BODY_BYTES;
        long ofOne = WaitingCalls.MAX_BYTES / 4 / each;
        Waiting last = waiting(0, 0);
        for (int caller = 0; caller < 4; caller++) {
            for (int i = 0; i < ofOne; i++) {
                last = waiting(caller, DetachedCall.MAX_BODY_BYTES);
                assertThat(hasRoom(calls, last)).isTrue();
                calls.add(last);
            }
            assertThat(hasRoom(calls, last)).isFalse();
        }
        long rest = WaitingCalls.MAX_BYTES - 4 * ofOne * each;
        while (rest >= each) {
            calls.add(waiting(4, DetachedCall.MAX_BODY_BYTES));
            rest -= each;
        }
        assertThat(hasRoom(calls, waiting(5, DetachedCall.MAX_BODY_BYTES))).isFalse();
        calls.remove(last);
        calls.remove(last);
        assertThat(hasRoom(calls, last)).isTrue();
        calls.add(last);
        assertThat(hasRoom(calls, last))
                .as("what was removed twice is given back once")
                .isFalse();
    }
}
