package io.comity.node;

import io.comity.wire.UrMessage;
import java.io.IOException;

/** Acknowledges what was never sent, and takes back what it acknowledged: whoever counts down by that counts wrong. */
final class AcknowledgingTheFuture implements Malice {
    private static final Template GREET =
            Template.of(Greeter.Command.class, new Greeter.Greet("mallory", Mallory.somebody()));

    @Override
    public void act(Mallory mallory) throws IOException {
        mallory.keepsSilent();
        while (mallory.goesOn()) {
            for (long received : new long[] {Long.MAX_VALUE, 1_000_000, 100}) {
                mallory.connected();
                mallory.ref(Greeter.NAME);
                mallory.say(new UrMessage.Ack(1), new UrMessage.Ack(0));
                mallory.say(new UrMessage.Ack(0));
                mallory.say(new UrMessage.Ack(received));
                mallory.flood(mallory.cast(Greeter.NAME, "Greet", GREET.with(Mallory.newRef(true))));
                mallory.until(mallory::isCutOff);
            }
        }
    }
}
