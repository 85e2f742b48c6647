package io.comity.transport.artery;

import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.Greeting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** A bad frame from nobody, and one behind a good greeting. */
final class TcpProbe implements SelfTest.Probe {
    private static final byte[] NEGATIVE_LENGTH = {(byte) 0xfc, -1, -1, -1};
    private static final int DISCARD = 9;

    private final Endpoint self;

    TcpProbe(Endpoint self) {
        this.self = self;
    }

    @Override
    public Optional<String> flaw(MemoryKeyHolder tester, Refusals refusals) {
        byte[] prelude = Greeting.prelude(FrameGuard.DATA);
        Handshake greeting =
                new Handshake(tester.nodeId(), 0, 0, new Endpoint(self.host(), DISCARD), Optional.of(self));
        byte[] known = Greeting.write(prelude, greeting.sealed(prelude, prelude.length, tester::sign));
        if (!refuses(prelude, refusals)) {
            return Optional.of("bytes of nobody were not refused by the guard");
        }
        return refuses(known, refusals) ? Optional.empty() : Optional.of("a bad frame was not refused by the guard");
    }

    private boolean refuses(byte[] first, Refusals refusals) {
        long before = refusals.of(Refusal.FRAMING);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(self.host(), self.port()), SelfTest.PATIENCE_MILLIS);
            socket.setSoTimeout(SelfTest.PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(first);
            out.write(NEGATIVE_LENGTH);
            socket.getInputStream().readAllBytes();
        } catch (IOException closedHard) {
            // As good as the end of the stream; the count below tells which it was.
        }
        return refusals.of(Refusal.FRAMING) > before;
    }
}
