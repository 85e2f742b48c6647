package io.comity.node;

import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Words about references and engines that mean nothing: ready again, forget, refuse, release, renew, granted, declined, without end. */
final class SmallTalk implements Malice {
    private static final int AT_ONCE = 300;

    @Override
    public void act(Mallory mallory) throws IOException {
        List<Long> refs = LongStream.range(0, UrMessage.MAX_RENEWED).boxed().toList();
        while (mallory.goesOn()) {
            mallory.connected();
            List<UrMessage> talk = new ArrayList<>();
            for (long i = 0; i < AT_ONCE; i++) {
                talk.add(new UrMessage.Ready());
                talk.add(new UrMessage.Forget(i, 0));
                talk.add(new UrMessage.Refuse(i, i % 9, Long.MAX_VALUE, 2 * i));
                talk.add(new UrMessage.Release(2 * i + 1, Long.MAX_VALUE));
                talk.add(new UrMessage.Granted(i));
                talk.add(new UrMessage.Declined(i, 0));
            }
            mallory.say(talk.toArray(UrMessage[]::new));
            mallory.say(new UrMessage.Renew(refs));
            mallory.did(talk.size() + 1);
        }
    }
}
