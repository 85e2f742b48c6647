package io.comity.node;

import io.comity.mission.Chain;
import io.comity.pubsub.Feed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Publishes on a topic, as it may, and says two things in one place: whoever follows might hear one, the other, or both. At most one may
 * come of each place, and the contradiction be kept once.
 */
final class SayingTwoThings implements Malice {
    private static final int AT_ONCE = 50;

    @Override
    public void act(Mallory mallory) throws IOException {
        BlockingQueue<Long> demands = new LinkedBlockingQueue<>();
        mallory.tells(said -> {
            if (said instanceof RawPeer.Cast cast) {
                Pen.demandIn(cast).ifPresent(demands::add);
            }
        });
        Pen pen = new Pen(mallory.alice(), mallory.key());
        Chain right = mallory.loot().publishing();
        long run = 0;
        for (long epoch = System.currentTimeMillis(); mallory.goesOn(); epoch++) {
            mallory.connected();
            mallory.record(mallory.cast(pen.engine(), "Follow", Pen.follow(Mallory.newRef(false))));
            if (!mallory.until(() -> !demands.isEmpty() || mallory.isCutOff()) || demands.isEmpty()) {
                continue;
            }
            long at = demands.remove();
            Optional<Feed.Introduced> self = Optional.of(pen.introduction(epoch, right));
            List<byte[]> said = new ArrayList<>();
            for (int i = 1; i <= AT_ONCE; i++) {
                String place = Ledger.PLACED + epoch + "." + i + ":";
                said.add(Pen.submit(at, ++run, self, List.of(pen.batch(epoch, i, right, place + "yes"))));
                said.add(Pen.submit(at, ++run, self, List.of(pen.batch(epoch, i, right, place + "no"))));
            }
            mallory.all(said);
        }
    }
}
