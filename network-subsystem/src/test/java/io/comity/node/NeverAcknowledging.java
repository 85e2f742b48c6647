package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hears all answers and acknowledges none: Alice keeps what she sent, to send it again over another link. */
final class NeverAcknowledging implements Malice {
    private static final int AT_ONCE = 500;
    private static final Template GREET =
            Template.of(Greeter.Command.class, new Greeter.Greet("mallory", Mallory.somebody()));

    @Override
    public void act(Mallory mallory) throws IOException {
        mallory.keepsSilent();
        while (mallory.goesOn()) {
            mallory.connected();
            List<byte[]> asks = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                asks.add(mallory.cast(Greeter.NAME, "Greet", GREET.with(Mallory.newRef(true))));
            }
            mallory.all(asks);
        }
    }
}
