package io.comity.node;

import io.comity.filter.Filter;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Since;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Follows Alice's topic again and again, and wants everything, what costs most to find out, and what was said before, of each message;
 * never says that it had any of it.
 */
final class SubscribingToEverything implements Malice {
    private static final int AT_ONCE = 20;
    private static final int DEMANDS = 10;
    private static final int CONDITIONS = 60;

    @Override
    public void act(Mallory mallory) throws IOException {
        BlockingQueue<Long> demands = new LinkedBlockingQueue<>();
        mallory.tells(said -> {
            if (said instanceof RawPeer.Cast cast) {
                Pen.demandIn(cast).ifPresent(demands::add);
            }
        });
        byte[] everything = Filter.everything().encode().toArray();
        byte[] dear = Filter.parse(IntStream.range(0, CONDITIONS)
                        .mapToObj(i -> "(text prefix \"" + i + "\" and not text = \"" + i + "x\")")
                        .collect(Collectors.joining(" or ")))
                .encode()
                .toArray();
        String engine = new Pen(mallory.alice(), mallory.key()).engine();
        while (mallory.goesOn()) {
            mallory.connected();
            List<byte[]> said = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                said.add(mallory.cast(engine, "Follow", Pen.follow(Mallory.newRef(false))));
            }
            mallory.all(said);
            mallory.until(() -> !demands.isEmpty() || mallory.isCutOff());
            said.clear();
            for (Long at = demands.poll(); at != null; at = demands.poll()) {
                for (long i = 0; i < DEMANDS; i++) {
                    said.add(Pen.demand(at, new Demand.Want(i, i % 2 == 0 ? dear : everything), 0));
                    said.add(Pen.demand(
                            at, new Demand.Read(Since.beginning(), dear, Mallory.somebody()), Mallory.newRef(true)));
                    said.add(Pen.demand(
                            at,
                            new Demand.Await(mallory.key().nodeId().key().toArray(), i, i, 1, Mallory.somebody()),
                            Mallory.newRef(true)));
                }
            }
            mallory.all(said);
            mallory.say(new UrMessage.Renew(List.of(1L)));
        }
    }
}
