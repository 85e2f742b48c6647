package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.io.IOException;

/**
 * Says records twice, on their link and on the next, and goes on with sessions that it never had, or is much further in than it can be. A
 * note that arrives again, or late, is one that was replayed.
 */
final class ReplayedRecords implements Malice {
    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            RawPeer peer = mallory.connected();
            byte[] record = mallory.sealed(cast(mallory));
            mallory.frame(record);
            mallory.frame(record);
            mallory.until(mallory::isCutOff);
            mallory.close();
            mallory.connected();
            mallory.frame(record);
            mallory.did();
            mallory.close();
            resume(mallory, peer.session(), 0);
            resume(mallory, peer.session(), Long.MAX_VALUE);
            resume(mallory, Bytes.of(new byte[UrMessage.SESSION_BYTES]), 1);
        }
    }

    private static byte[] cast(Mallory mallory) throws IOException {
        return mallory.cast(Greeter.NAME, "Note", RawPeer.body(Greeter.Command.class, Mallory.numbered(), 0));
    }

    private static void resume(Mallory mallory, Bytes session, long received) throws IOException {
        try (RawPeer again =
                RawPeer.of(mallory.at(), mallory.alice(), mallory.key(), 1, RawPeer.hello(session, received))) {
            again.say(new UrMessage.Ready());
            again.hear(Object.class);
        } catch (IOException | AssertionError sentAway) {
            mallory.did();
        }
    }
}
