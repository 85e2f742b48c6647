package io.comity.pubsub;

import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.identity.Bytes;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Press;
import io.comity.topic.Publishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What this node says on a topic: numbered, signed and judged like what others say. Nothing is signed that would not be taken.
 * Used by its {@link TopicPubSub} only.
 */
final class Saying {
    /** What became of messages that were said. */
    record Printed(Batch batch, BitSet fresh, List<Object> messages) {}

    private final Court court;
    private final Logger log;
    private final Press press;
    private final BodyCodec.Encoder encoder;
    /** What waits in the press. */
    private final List<Object> said = new ArrayList<>();

    private Bytes grant = Bytes.EMPTY;
    private Bytes chain = Bytes.EMPTY;

    Saying(Court court, Logger log) {
        TopicPubSub.Settings settings = court.settings();
        this.court = court;
        this.log = log;
        this.press = new Press(
                settings.topic(),
                settings.self(),
                settings.publishing().epoch(),
                settings.publishing().key());
        this.encoder = BodyCodec.encoder(settings.protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
    }

    /** Whether this node may say anything. */
    boolean hasRight() {
        return court.isOwner() || grant.size() > 0;
    }

    /** From now on by that right. */
    void under(Chain right) {
        chain = right.encoded();
        grant = right.id();
    }

    /** Lets its own word be known here, as that of every publisher is. */
    void introduceSelf() {
        if (court.isKnown() && hasRight()) {
            TopicPubSub.Settings settings = court.settings();
            Optional<Objection> objection =
                    court.introduce(settings.self(), settings.publishing().word(), chain);
            objection.ifPresent(why -> log.warn("this node cannot publish on {}: {}", court.topic(), why));
        }
    }

    Feed.Introduced introduction() {
        TopicPubSub.Settings settings = court.settings();
        return new Feed.Introduced(
                settings.self().key().toArray(), settings.publishing().word().toArray(), chain.toArray());
    }

    /** Leaves out the number of a message that nobody elsewhere hears of. */
    void skip() {
        press.skip();
    }

    /**
     * Takes a message, which is signed with those that come with it, by {@link #print}.
     *
     * @return what had to be signed before it, since there was no room
     */
    Optional<Printed> say(Object message) {
        try {
            int type = encoder.encode(message);
            Optional<Printed> before = press.hasRoomFor(encoder.length()) ? Optional.empty() : print();
            press.add(type, Arrays.copyOf(encoder.buffer(), encoder.length()));
            said.add(message);
            return before;
        } catch (EncodingException cannot) {
            log.warn("a message cannot be on {}: {}", court.topic(), cannot.getMessage());
            return Optional.empty();
        }
    }

    /** Signs what was said since, as far as it may be said. */
    Optional<Printed> print() {
        TopicPubSub.Settings settings = court.settings();
        long time = press.time(court.now().toEpochMilli());
        int most =
                court.publishers().most(settings.self(), settings.publishing().epoch(), grant, said.size(), time);
        if (most < said.size()) {
            court.notPublished(said.size() - most, Objection.TOO_FAST);
            press.keep(most);
        }
        List<Object> messages = List.copyOf(said.subList(0, most));
        said.clear();
        return press.print(grant, List.of(), time).flatMap(batch -> judged(batch, messages));
    }

    private Optional<Printed> judged(Batch batch, List<Object> messages) {
        Publishers.Judgement judgement = court.judge(batch);
        if (judgement instanceof Publishers.Taken taken) {
            return Optional.of(new Printed(batch, taken.fresh(), messages));
        }
        court.notPublished(
                messages.size(), judgement instanceof Publishers.Refused refused ? refused.why() : Objection.LIAR);
        press.takeBack(batch);
        return Optional.empty();
    }
}
