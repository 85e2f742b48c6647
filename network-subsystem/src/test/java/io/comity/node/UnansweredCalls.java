package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Calls that are never answered, since what it asks of the deputy is to wait: whatever is kept for each is kept for long. */
final class UnansweredCalls implements Malice {
    private static final int AT_ONCE = 500;
    private static final Template WAIT = Template.of(Deputy.Command.class, new Deputy.Wait(Mallory.somebody()));

    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            List<byte[]> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                long reply = Mallory.newRef(true);
                calls.add(mallory.call(Deputy.NAME, "Wait", reply, WAIT.with(reply)));
            }
            mallory.all(calls);
        }
    }
}
