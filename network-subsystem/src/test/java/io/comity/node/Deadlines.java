package io.comity.node;

import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Messages whose time was over before they were said, and others that are good for ever. A deadline is by the sender's clock, which is
 * whatever the sender says.
 */
final class Deadlines implements Malice {
    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            long ref = mallory.ref(Greeter.NAME);
            int type = mallory.type(Greeter.NAME, "Note");
            mallory.until(new Later());
            mallory.flood(cast(ref, type, 0, Mallory.note(Ledger.FORBIDDEN + "too late")));
            mallory.flood(cast(ref, type, 1, Mallory.note(Ledger.FORBIDDEN + "too late")));
            mallory.flood(cast(ref, type, Long.MAX_VALUE - 1, Mallory.note("in time")));
        }
    }

    private static byte[] cast(long ref, int type, long deadline, byte[] body) {
        CborWriter out = new CborWriter(256, 256);
        UrMessages.castHead(out, ref, type, deadline, UrMessage.NO_REPLY, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    /** Alice has heard of the clock, which stood at 0, and both deadlines are over. */
    private static final class Later implements BooleanSupplier {
        private static final long ENOUGH_NANOS = 50_000_000;
        private final long begun = System.nanoTime();

        @Override
        public boolean getAsBoolean() {
            return System.nanoTime() - begun > ENOUGH_NANOS;
        }
    }
}
