package io.comity.pubsub;

import akka.actor.typed.javadsl.ActorContext;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.topic.PublisherKey;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has signed anew, well before it ends, what this node has signed for its topic: its word for its publishing key and, at the owner,
 * the advert. Used by its {@link TopicPubSub} only.
 */
final class Renewing {
    /** When signing failed, or takes its time, it is tried again after this. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** What it has. */
    interface Renewed {
        void word(Bytes signed);

        void advert(TopicAdvert advert);
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final Court court;
    private final Function<Runnable, TopicPubSub.Command> turn;
    private final Renewed renewed;
    /** The latest; null when there is none that this node gave. */
    private @Nullable PublisherKey word;

    /** The latest; null elsewhere than at the owner. */
    private @Nullable TopicDescription description;

    private Instant askWord = Instant.MIN;
    private Instant askAdvert = Instant.MIN;

    Renewing(
            ActorContext<TopicPubSub.Command> context,
            Court court,
            Function<Runnable, TopicPubSub.Command> turn,
            Renewed renewed) {
        TopicPubSub.Settings settings = court.settings();
        this.context = context;
        this.court = court;
        this.turn = turn;
        this.renewed = renewed;
        this.word = PublisherKey.read(settings.publishing().word(), settings.self())
                .map(Verified::value)
                .orElse(null);
        TopicAdvert advert = settings.advert();
        this.description = advert == null ? null : advert.description();
    }

    /** To be called every now and then. */
    void again() {
        Instant now = court.now();
        PublisherKey given = word;
        if (given != null && given.isDue(now) && !now.isBefore(askWord)) {
            askWord = now.plus(RETRY);
            PublisherKey next = given.renewed(now);
            sign(next::sign, signed -> word(next, signed));
        }
        TopicDescription said = description;
        if (said != null && said.isDue(now) && !now.isBefore(askAdvert)) {
            askAdvert = now.plus(RETRY);
            TopicDescription next = said.renewed(now);
            sign(key -> TopicAdvert.sign(key, next).signed(), signed -> advert(next, signed));
        }
    }

    private void sign(Function<KeyHolder, Bytes> paper, Consumer<Bytes> then) {
        context.pipeToSelf(
                court.settings().publishing().signing().sign(paper),
                (signed, failure) -> turn.apply(() -> {
                    if (signed != null) {
                        then.accept(signed);
                    } else {
                        context.getLog()
                                .warn(
                                        "what this node says of itself on {} could not be signed anew, and is tried again"
                                                + " in {} s; is its key at hand?",
                                        court.topic(),
                                        RETRY.toSeconds());
                    }
                }));
    }

    /** One that took longer than its successor is no news. */
    private void word(PublisherKey next, Bytes signed) {
        PublisherKey before = word;
        if (before != null && next.expires() > before.expires()) {
            word = next;
            renewed.word(signed);
        }
    }

    private void advert(TopicDescription next, Bytes signed) {
        TopicDescription before = description;
        if (before != null && next.version() > before.version()) {
            description = next;
            renewed.advert(new TopicAdvert(court.settings().owner(), next, signed));
        }
    }
}
