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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class WaitingCallsTest {
    private final MemoryKeyHolder bob = MemoryKeyHolder.fromSeed(new byte[32]);

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

    private Waiting waiting(int bodyBytes) {
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
    void soManyWaitAndNotOneMore() {
        WaitingCalls calls = new WaitingCalls(2);
        Waiting first = waiting(0);
        calls.add(first);
        assertThat(hasRoom(calls, first)).isTrue();
        calls.add(waiting(0));
        assertThat(hasRoom(calls, first)).isFalse();
        calls.remove(first);
        assertThat(hasRoom(calls, first)).isTrue();
        assertThat(calls).hasSize(1);
    }

    @Test
    void soManyBytesWaitAndNotOneCallMore() {
        WaitingCalls calls = new WaitingCalls(Integer.MAX_VALUE);
        Waiting last = waiting(DetachedCall.MAX_BODY_BYTES);
        long each = WaitingCalls.CALL_BYTES + 2L * DetachedCall.MAX_BODY_BYTES;
        for (long bytes = each; bytes <= WaitingCalls.MAX_BYTES; bytes += each) {
            assertThat(hasRoom(calls, last)).isTrue();
            last = waiting(DetachedCall.MAX_BODY_BYTES);
            calls.add(last);
        }
        assertThat(hasRoom(calls, last)).isFalse();
        calls.remove(last);
        calls.remove(last);
        assertThat(hasRoom(calls, last)).isTrue();
        calls.add(last);
        assertThat(hasRoom(calls, last))
                .as("what was removed twice is given back once")
                .isFalse();
    }
}
