package io.comity.node;

import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has rooms given to it that it never gives back, and says that it still has them: each is an actor, an entry in Alice's table, and
 * somebody who watches. The guest is new each time, too.
 */
final class ExportExhaustion implements Malice {
    private static final int AT_ONCE = 500;
    private static final Template RENT =
            Template.of(Deputy.Command.class, new Deputy.Rent(Mallory.somebody(), Mallory.somebody()));

    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            List<byte[]> rents = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                rents.add(mallory.cast(Deputy.NAME, "Rent", RENT.with(Mallory.newRef(false))));
            }
            mallory.all(rents);
            mallory.say(
                    new UrMessage.Release(Mallory.newRef(false), Long.MAX_VALUE), new UrMessage.Renew(List.of(1L, 3L)));
        }
    }
}
