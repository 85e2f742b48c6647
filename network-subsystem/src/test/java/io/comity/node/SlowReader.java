package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks and never reads an answer: they pile up at Alice's, who cannot know that they will not be read. */
final class SlowReader implements Malice {
    private static final int AT_ONCE = 500;
    private static final Template GREET =
            Template.of(Greeter.Command.class, new Greeter.Greet("mallory", Mallory.somebody()));
    private static final int ROUNDS = 400;

    @Override
    public void act(Mallory mallory) throws IOException {
        mallory.connected();
        mallory.ref(Greeter.NAME);
        mallory.goesDeaf();
        for (int round = 0; mallory.goesOn() && round < ROUNDS; round++) {
            List<byte[]> asks = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                asks.add(mallory.cast(Greeter.NAME, "Greet", GREET.with(Mallory.newRef(i % 2 == 0))));
            }
            mallory.all(asks);
        }
        mallory.until(() -> false);
    }
}
