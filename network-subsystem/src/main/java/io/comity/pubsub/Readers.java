package io.comity.pubsub;

import akka.actor.ActorIdentity;
import akka.actor.ActorRefWithCell;
import akka.actor.Identify;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.topic.Backlog;
import io.comity.topic.WhenSlow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The actors of this node that are told what is on a topic. How far each is, Akka says: an {@code Identify} that an actor finds
 * in its mailbox is answered without it, so the answer says that what was told before is dealt with. At most {@link #MAX_TOLD}
 * messages are told beyond that; what comes meanwhile waits as the {@link WhenSlow} of the subscription says. Whoever is no
 * actor, such as the reference to one of another node, has a bound of its own and is told at once. Used by its {@link
 * TopicPubSub} only.
 */
final class Readers {
    /** Messages that an actor may not have dealt with. */
    static final int MAX_TOLD = 256;

    /** As many are told between two questions. */
    static final int ASK_EVERY = 64;

    /** Subscriptions at one time. */
    static final int MAX_READERS = 1 << 20;

    private static final class Reader {
        private final ActorRef<Object> ref;
        private final Backlog<Object> waiting;
        private final Consumer<String> ended;
        private final boolean isAsked;
        private long told;
        private long had;

        private Reader(ActorRef<Object> ref, WhenSlow<Object> rule, Consumer<String> ended) {
            this.ref = ref;
            this.waiting = new Backlog<>(rule);
            this.ended = ended;
            this.isAsked = Adapter.toClassic(ref) instanceof ActorRefWithCell;
        }
    }

    /** Which reader had how much. */
    private record Question(long reader, long told) {}

    private final akka.actor.ActorRef asker;
    private final Map<Long, Reader> readers = new LinkedHashMap<>();

    /** @param asker is told the answers, for {@link #had} */
    Readers(ActorRef<ActorIdentity> asker) {
        this.asker = Adapter.toClassic(asker);
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    boolean hasRoom() {
        return readers.size() < MAX_READERS;
    }

    /**
     * @param id its own, for good
     * @param ended hears why, when the subscription ends by itself
     */
    void add(long id, ActorRef<Object> ref, WhenSlow<Object> rule, Consumer<String> ended) {
        readers.put(id, new Reader(ref, rule, ended));
    }

    /** @return its actor, when that has no other subscription */
    Optional<ActorRef<Object>> remove(long id) {
        Reader reader = readers.remove(id);
        return reader == null || hasOther(reader) ? Optional.empty() : Optional.of(reader.ref);
    }

    private boolean hasOther(Reader gone) {
        return readers.values().stream().anyMatch(reader -> reader.ref.equals(gone.ref));
    }

    /** An actor has stopped. */
    void stopped(ActorRef<?> actor) {
        readers.values().removeIf(reader -> reader.ref.equals(actor));
    }

    /**
     * The subscription ends, and its subscriber is told.
     *
     * @return as {@link #remove}
     */
    Optional<ActorRef<Object>> end(long id, String why) {
        Reader reader = readers.get(id);
        if (reader != null) {
            reader.ended.accept(why);
        }
        return remove(id);
    }

    /** Messages that were not told to it, since it was slow. */
    long dropped(long id) {
        Reader reader = readers.get(id);
        return reader == null ? 0 : reader.waiting.dropped();
    }

    /**
     * Tells everybody, or lets it wait.
     *
     * @return those whose subscriptions are to end, since they are too slow
     */
    List<Long> tell(Object message) {
        List<Long> over = new ArrayList<>();
        readers.forEach((id, reader) -> {
            if (reader.waiting.isEmpty() && reader.told - reader.had < MAX_TOLD) {
                tell(id, reader, message);
            } else {
                reader.waiting.add(message);
                if (reader.waiting.isOver()) {
                    over.add(id);
                }
            }
        });
        return over;
    }

    private void tell(long id, Reader reader, Object message) {
        reader.ref.tell(message);
        if (reader.isAsked && ++reader.told % ASK_EVERY == 0) {
            Adapter.toClassic(reader.ref).tell(new Identify(new Question(id, reader.told)), asker);
        }
    }

    /** A reader has dealt with what it was told. */
    void had(ActorIdentity identity) {
        if (identity.correlationId() instanceof Question question) {
            Reader reader = readers.get(question.reader());
            if (reader != null) {
                reader.had = Math.max(reader.had, question.told());
                drain(question.reader(), reader);
            }
        }
    }

    private void drain(long id, Reader reader) {
        while (reader.told - reader.had < MAX_TOLD) {
            Object next = reader.waiting.poll();
            if (next == null) {
                return;
            }
            tell(id, reader, next);
        }
    }
}
