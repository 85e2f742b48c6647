package io.comity.node;

import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Is asked one thing and answers it a hundred times; and answers again what it was asked before. One answer to each may arrive, and every
 * other one must be refused.
 */
final class ReplyFlood implements Malice {
    private static final byte[] ANSWER = RawPeer.body(Greeter.Greeting.class, new Greeter.Greeting("yes"), 0);
    private static final int TIMES = 100;
    private static final long NOBODY = 99_999;

    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private final AtomicLong looked = new AtomicLong();

    @Override
    public void act(Mallory mallory) throws IOException {
        mallory.tells(said -> {
            if (said instanceof RawPeer.Cast cast) {
                asked.add(cast.reply());
            } else if (said instanceof UrMessage.Refuse refuse && refuse.ref() == NOBODY) {
                looked.incrementAndGet();
            }
        });
        mallory.connected();
        long before = -1;
        for (long round = 1; mallory.goesOn(); round++) {
            Deputy.Enquire enquire = new Deputy.Enquire(Mallory.somebody());
            mallory.record(mallory.cast(Deputy.NAME, "Enquire", Mallory.errand(enquire, Mallory.newRef(false))));
            if (!mallory.until(() -> !asked.isEmpty())) {
                return;
            }
            long reply = asked.remove();
            answer(mallory, reply);
            answer(mallory, before < 0 ? reply : before);
            before = reply;
            judge(mallory, round);
        }
    }

    private static void answer(Mallory mallory, long reply) throws IOException {
        mallory.all(Collections.nCopies(TIMES, RawPeer.castBytes(reply, 0, ANSWER)));
    }

    /** When something said after all those answers was refused, all but one of each round were. */
    private void judge(Mallory mallory, long round) throws IOException {
        mallory.record(RawPeer.castBytes(NOBODY, 0, ANSWER));
        if (mallory.until(() -> looked.get() >= round)) {
            long taken = 2 * TIMES * round - (mallory.refused(Reason.DENIED) - looked.get());
            if (taken > round) {
                mallory.got(taken + " answers to " + round + " questions");
            }
        }
    }
}
