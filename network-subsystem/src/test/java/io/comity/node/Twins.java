package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.io.IOException;

/** Two processes with one key, each of which pushes the other out as soon as it is in: sessions begin and end, and leave things behind. */
final class Twins implements Malice {
    @Override
    public void act(Mallory mallory) throws IOException {
        for (long boot = 1; mallory.goesOn(); boot = 3 - boot) {
            try {
                mallory.connected();
                mallory.flood(mallory.cast(Greeter.NAME, "Note", Mallory.note("first")));
                other(mallory, boot + 1);
            } catch (IOException | AssertionError sentAway) {
                mallory.did();
            }
        }
    }

    private static void other(Mallory mallory, long boot) throws IOException {
        try (RawPeer other =
                RawPeer.of(mallory.at(), mallory.alice(), mallory.key(), boot, RawPeer.hello(Bytes.EMPTY, 0))) {
            other.say(new UrMessage.Ready());
            for (long ref = 0; ref < 20; ref++) {
                other.cast(ref, 2, Mallory.note(Ledger.FORBIDDEN + "the other"));
            }
            other.hear(Object.class);
        }
    }
}
