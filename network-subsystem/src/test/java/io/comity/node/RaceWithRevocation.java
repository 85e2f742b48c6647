package io.comity.node;

import java.io.IOException;
import java.util.Collections;

/**
 * Uses a right that is given and taken back all the time, without a pause, by every name that it ever had. Whatever Alice reads while
 * she takes it back is on its way already.
 */
final class RaceWithRevocation implements Malice {
    /** More, refused all, and the link would rest until the race is over. */
    private static final int CASTS_A_RECORD = 20;

    @Override
    public void act(Mallory mallory) throws IOException {
        byte[] note = RawPeer.body(Greeter.Command.class, new Greeter.Note("x"), 0);
        long last = mallory.ref(HostessMain.WARD);
        while (mallory.goesOn()) {
            mallory.connected();
            last = mallory.nameOf(HostessMain.WARD).orElse(last);
            mallory.all(Collections.nCopies(CASTS_A_RECORD, RawPeer.castBytes(last, 0, note)));
        }
    }
}
