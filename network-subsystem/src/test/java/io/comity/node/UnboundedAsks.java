package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks without waiting for an answer, each time to be answered elsewhere: whoever keeps an entry for each call runs full. */
final class UnboundedAsks implements Malice {
    private static final int AT_ONCE = 500;
    private static final Template GREET =
            Template.of(Greeter.Command.class, new Greeter.Greet("mallory", Mallory.somebody()));

    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            List<byte[]> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                long reply = Mallory.newRef(true);
                calls.add(mallory.call(Greeter.NAME, "Greet", reply, GREET.with(reply)));
            }
            mallory.all(calls);
        }
    }
}
