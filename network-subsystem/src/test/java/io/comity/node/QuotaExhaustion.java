package io.comity.node;

import java.io.IOException;

/** Goes on after its quota is used up, over one link after the other: whoever counts per link or per session would let more pass. */
final class QuotaExhaustion implements Malice {
    private static final int RECORDS = 20;

    @Override
    public void act(Mallory mallory) throws IOException {
        byte[] note = Mallory.note("x");
        while (mallory.goesOn()) {
            mallory.connected();
            long ref = mallory.ref(HostessMain.PURSE);
            for (int i = 0; i < RECORDS && mallory.goesOn() && !mallory.isCutOff(); i++) {
                mallory.flood(RawPeer.castBytes(ref, 0, note));
            }
            mallory.close();
        }
    }
}
