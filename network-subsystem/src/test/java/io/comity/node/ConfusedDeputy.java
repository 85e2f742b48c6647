package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has an engine that it may use speak to what it may not: hands it every small number, which is the name of Alice's vault and diary in
 * some table of hers, and says that it has such engines itself. What the deputy says then must come to it, and nowhere else.
 */
final class ConfusedDeputy implements Malice {
    private static final int NAMES = 400;

    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            for (String engine : List.of(HostessMain.VAULT, HostessMain.DIARY)) {
                Bytes digest = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
                mallory.say(new UrMessage.Learn(mallory.ref(Deputy.NAME), engine, digest, List.of("Note", "Greet")));
            }
            List<byte[]> errands = new ArrayList<>();
            for (long ref = 0; ref < NAMES; ref++) {
                Deputy.Pass pass = new Deputy.Pass(Mallory.somebody(), Ledger.FORBIDDEN + "by the deputy");
                errands.add(mallory.cast(Deputy.NAME, "Pass", Mallory.errand(pass, ref)));
            }
            for (long ref = 1; ref < NAMES; ref += 2) {
                errands.add(mallory.cast(Deputy.NAME, "Rent", Mallory.errand(rent(), ref)));
            }
            mallory.all(errands);
        }
    }

    private static Deputy.Rent rent() {
        return new Deputy.Rent(Mallory.somebody(), Mallory.somebody());
    }
}
