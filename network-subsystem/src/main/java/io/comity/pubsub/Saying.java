package io.comity.pubsub;

import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.identity.Bytes;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Press;
import io.comity.topic.Publishers;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What this node says on a topic: numbered, signed and judged like what others say. Nothing is signed that would not be taken.
 * Used by its {@link TopicPubSub} only.
 */
final class Saying {
    /**
     * What became of messages that were said.
     *
     * @param promised to those who wait for some of them to be stored
     */
    record Printed(Batch batch, BitSet fresh, List<Object> messages, List<Promises.Promised> promised) {}

    private record Said(Object message, @Nullable Promise promise) {}

    private final Court court;
    private final Logger log;
    private final Press press;
    private final BodyCodec.Encoder encoder;
    /** What waits in the press. */
    private final List<Said> said = new ArrayList<>();

    private final Supplier<List<Slot>> heard;
    /** What its messages are known to come after, if that is told at all. */
    private @Nullable Set<Slot> after;

    private Bytes grant = Bytes.EMPTY;
    private Bytes chain = Bytes.EMPTY;

    /** @param heard what this node has heard last, of each publisher */
    Saying(Court court, Logger log, Supplier<List<Slot>> heard) {
        TopicPubSub.Settings settings = court.settings();
        this.court = court;
        this.log = log;
        this.heard = heard;
        this.press = new Press(
                settings.topic(),
                settings.self(),
                settings.publishing().epoch(),
                settings.publishing().key());
        this.encoder = BodyCodec.encoder(settings.protocol(), NoReferences.INSTANCE, Batch.MAX_BODY_BYTES);
    }

    /** From now on its messages tell what they come after. */
    void tellCauses() {
        after = after == null ? new HashSet<>() : after;
    }

    /** What was heard since its last message; that comes after the rest. */
    private List<Slot> causes() {
        Set<Slot> told = after;
        if (told == null) {
            return List.of();
        }
        Set<Slot> now = new HashSet<>(heard.get());
        now.removeIf(slot -> slot.publisher().equals(court.settings().self()));
        List<Slot> causes = now.stream()
                .filter(slot -> !told.contains(slot))
                .limit(Stamp.MAX_AFTER)
                .toList();
        told.retainAll(now);
        told.addAll(causes);
        return causes;
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
            Optional<Objection> objection = court.introduce(court.settings().self(), court.word(), chain);
            objection.ifPresent(why -> log.warn("this node cannot publish on {}: {}", court.topic(), why));
        }
    }

    Feed.Introduced introduction() {
        return new Feed.Introduced(
                court.settings().self().key().toArray(), court.word().toArray(), chain.toArray());
    }

    /** Whether nothing waits to be signed. */
    boolean isIdle() {
        return said.isEmpty();
    }

    /**
     * Takes a message, which is signed with those that come with it, by {@link #print}.
     *
     * @return what had to be signed before it, since there was no room
     */
    Optional<Printed> say(Object message, @Nullable Promise promise) {
        try {
            int type = encoder.encode(message);
            Optional<Printed> before = press.hasRoomFor(encoder.length()) ? Optional.empty() : print();
            press.add(type, Arrays.copyOf(encoder.buffer(), encoder.length()));
            said.add(new Said(message, promise));
            return before;
        } catch (EncodingException cannot) {
            log.warn("a message cannot be on {}: {}", court.topic(), cannot.getMessage());
            court.notPublished(1, Objection.UNSENDABLE);
            if (promise != null) {
                promise.failed("it cannot be on " + court.topic() + ": " + cannot.getMessage());
            }
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
            notPublished(said.subList(most, said.size()), Objection.TOO_FAST);
            press.keep(most);
        }
        List<Said> messages = List.copyOf(said.subList(0, most));
        said.clear();
        return press.print(grant, causes(), time).flatMap(batch -> judged(batch, messages));
    }

    private Optional<Printed> judged(Batch batch, List<Said> messages) {
        Publishers.Judgement judgement = court.judge(batch);
        if (judgement instanceof Publishers.Taken taken) {
            return Optional.of(new Printed(
                    batch, taken.fresh(), messages.stream().map(Said::message).toList(), promised(messages)));
        }
        notPublished(messages, judgement instanceof Publishers.Refused refused ? refused.why() : Objection.LIAR);
        press.takeBack(batch);
        return Optional.empty();
    }

    private void notPublished(List<Said> messages, Objection why) {
        court.notPublished(messages.size(), why);
        Promises.Promised.failed(promised(messages), Court.why(why));
    }

    private static List<Promises.Promised> promised(List<Said> messages) {
        List<Promises.Promised> promised = new ArrayList<>();
        for (int place = 0; place < messages.size(); place++) {
            Promise promise = messages.get(place).promise();
            if (promise != null) {
                promised.add(new Promises.Promised(place, promise));
            }
        }
        return promised;
    }
}
