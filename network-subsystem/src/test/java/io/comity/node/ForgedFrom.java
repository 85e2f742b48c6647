package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.mission.Chain;
import io.comity.mission.Presentation;
import io.comity.pubsub.Feed;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Is somebody else: shakes hands in the friend's name, presents what he was granted, and publishes in his name and in Alice's. What is
 * said on a link has no sender but whose key opened it; what is signed might be believed of another.
 */
final class ForgedFrom implements Malice {
    private final BlockingQueue<Long> demands = new LinkedBlockingQueue<>();
    private long run;

    @Override
    public void act(Mallory mallory) throws IOException {
        mallory.tells(said -> {
            if (said instanceof RawPeer.Cast cast) {
                Pen.demandIn(cast).ifPresent(demands::add);
            }
        });
        while (mallory.goesOn()) {
            shakeHands(mallory);
            mallory.connected();
            mallory.say(new UrMessage.Present(
                    run, Presentation.of(mallory.loot().friends()).encode()));
            publish(mallory, Forgeries.named(mallory.loot().friend(), mallory.key()));
            publish(mallory, Forgeries.named(mallory.alice(), mallory.key()));
            mallory.nameOf(HostessMain.DIARY).ifPresent(ref -> mallory.got("the friend's diary"));
        }
    }

    private static void shakeHands(Mallory mallory) throws IOException {
        KeyHolder liar = Forgeries.named(mallory.loot().friend(), mallory.key());
        try (RawPeer peer = RawPeer.of(mallory.at(), mallory.alice(), liar)) {
            peer.say(new UrMessage.Ready());
            peer.hear(Object.class);
            mallory.got("a link in the name of the friend");
        } catch (IOException | AssertionError notBelieved) {
            mallory.did();
        }
    }

    private void publish(Mallory mallory, KeyHolder as) throws IOException {
        Pen pen = new Pen(mallory.alice(), as);
        Chain right = mallory.loot().publishing();
        mallory.record(mallory.cast(pen.engine(), "Follow", Pen.follow(Mallory.newRef(false))));
        if (mallory.until(() -> !demands.isEmpty())) {
            long epoch = System.currentTimeMillis();
            Feed.Introduced introduced = pen.introduction(epoch, right);
            byte[] batch = pen.batch(epoch, 1, right, Ledger.FORBIDDEN + "forged");
            Feed.Introduced bare = new Feed.Introduced(introduced.publisher(), introduced.key(), new byte[0]);
            mallory.all(List.of(
                    Pen.submit(demands.element(), ++run, Optional.of(introduced), List.of(batch)),
                    Pen.submit(demands.remove(), ++run, Optional.of(bare), List.of(batch, Bytes.EMPTY.toArray()))));
        }
    }
}
