package io.comity.node;

import java.io.IOException;

/** What is refused, as fast as it can be said. Each refusal is an answer that Alice makes, keeps and sends. */
final class RefusedFlood implements Malice {
    private static final int NOTHING = 99_999;

    @Override
    public void act(Mallory mallory) throws IOException {
        byte[] note = RawPeer.body(Greeter.Command.class, new Greeter.Note(Ledger.FORBIDDEN), 0);
        while (mallory.goesOn()) {
            mallory.connected();
            mallory.flood(RawPeer.castBytes(NOTHING, 0, note));
            mallory.flood(RawPeer.castBytes(mallory.ref(Greeter.NAME), NOTHING, note));
        }
    }
}
