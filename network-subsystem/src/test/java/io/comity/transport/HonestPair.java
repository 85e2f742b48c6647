package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

/** The two ends of one wire, in the handshake phase; asked now and then whether they still can talk. */
public final class HonestPair {
    private final Wire near;
    private final Wire far;
    private final FrameLog nearLog;
    private final FrameLog farLog;
    private byte said;

    HonestPair(Wire near, Wire far) {
        this.near = near;
        this.far = far;
        this.nearLog = FrameLog.of(near);
        this.farLog = FrameLog.of(far);
    }

    public void talks() throws InterruptedException {
        near.send(new byte[] {++said});
        far.next();
        assertThat(farLog.awaitFrame()).containsExactly(said);
        far.send(new byte[] {said});
        near.next();
        assertThat(nearLog.awaitFrame()).containsExactly(said);
    }

    public Wire near() {
        return near;
    }

    public Wire far() {
        return far;
    }
}
