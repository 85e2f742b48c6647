package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Speaks to whatever Alice might have given a name, in every way in which numbers are written: what was given to others, what is next. */
final class NameProbing implements Malice {
    private static final int AT_ONCE = 500;

    @Override
    public void act(Mallory mallory) throws IOException {
        byte[] note = Mallory.note(Ledger.FORBIDDEN + "probed");
        long next = 0;
        while (mallory.goesOn()) {
            mallory.connected();
            long own = mallory.ref(Greeter.NAME);
            long topic = mallory.ref(Deputy.NAME);
            long purse = mallory.ref(HostessMain.PURSE);
            List<byte[]> casts = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++, next++) {
                if (next != own && next != purse && next != topic) {
                    casts.add(RawPeer.castBytes(next, (int) (next % 3), note));
                }
                casts.add(RawPeer.castBytes(Long.MAX_VALUE - next, 0, note));
            }
            mallory.all(casts);
        }
    }
}
