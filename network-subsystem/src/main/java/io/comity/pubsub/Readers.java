package io.comity.pubsub;

import akka.actor.ActorIdentity;
import akka.actor.ActorRefWithCell;
import akka.actor.Identify;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.topic.Backlog;
import io.comity.topic.WhenSlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        private final long id;
        private final ActorRef<Object> ref;
        private final Backlog<Object> waiting;
        private final Consumer<String> ended;
        private final boolean isAsked;
        private long told;
        private long had;

        private Reader(long id, ActorRef<Object> ref, WhenSlow<Object> rule, Consumer<String> ended) {
            this.id = id;
            this.ref = ref;
            this.waiting = new Backlog<>(rule);
            this.ended = ended;
            this.isAsked = Adapter.toClassic(ref) instanceof ActorRefWithCell;
        }
    }

    /** Which reader had how much. */
    private record Question(long reader, long told) {}

    private final akka.actor.ActorRef asker;
    private final Map<Long, Reader> readers = new HashMap<>();
    /** Those that want everything. */
    private final Set<Reader> insatiable = new LinkedHashSet<>();

    private final Index<Long> choosy = new Index<>();
    private final Map<ActorRef<?>, Set<Long>> byActor = new HashMap<>();

    /** @param asker is told the answers, for {@link #had} */
    Readers(ActorRef<ActorIdentity> asker) {
        this.asker = Adapter.toClassic(asker);
    }

    /** Whether somebody wants only some messages, so that it must be known how they are encoded. */
    boolean isAnyChoosy() {
        return choosy.size() > 0;
    }

    /**
     * @param id its own, for good
     * @param ended hears why, when the subscription ends by itself
     * @return why it cannot be, if not
     */
    Optional<String> add(long id, ActorRef<Object> ref, Filter filter, WhenSlow<Object> rule, Consumer<String> ended) {
        if (readers.size() >= MAX_READERS) {
            return Optional.of("there are " + MAX_READERS + " subscriptions already");
        }
        Reader reader = new Reader(id, ref, rule, ended);
        Optional<String> objection = filter.equals(Filter.everything()) ? Optional.empty() : choosy.put(id, filter);
        if (objection.isEmpty()) {
            readers.put(id, reader);
            byActor.computeIfAbsent(ref, first -> new HashSet<>()).add(id);
            if (filter.equals(Filter.everything())) {
                insatiable.add(reader);
            }
        }
        return objection;
    }

    /** @return its actor, when that has no other subscription */
    Optional<ActorRef<Object>> remove(long id) {
        Reader reader = readers.remove(id);
        if (reader == null) {
            return Optional.empty();
        }
        choosy.remove(id);
        insatiable.remove(reader);
        Set<Long> others = byActor.getOrDefault(reader.ref, new HashSet<>());
        others.remove(id);
        if (!others.isEmpty()) {
            return Optional.empty();
        }
        byActor.remove(reader.ref);
        return Optional.of(reader.ref);
    }

    /** An actor has stopped. @return its subscriptions, which are no more */
    Set<Long> stopped(ActorRef<?> actor) {
        Set<Long> gone = Set.copyOf(byActor.getOrDefault(actor, Set.of()));
        gone.forEach(this::remove);
        return gone;
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

    /**
     * Tells a message to those who want everything, or lets it wait.
     *
     * @return those whose subscriptions are to end, since they are too slow
     */
    List<Long> tellInsatiable(Object message) {
        List<Long> over = new ArrayList<>();
        insatiable.forEach(reader -> offer(reader, message, over));
        return over;
    }

    /**
     * As {@link #tellInsatiable}, to all who want it.
     *
     * @param type its wire name
     * @param message makes it when somebody does
     */
    List<Long> tell(String type, byte[] body, int offset, int length, Supplier<@Nullable Object> message) {
        List<Long> chosen = choosy.size() == 0 ? List.of() : choosy.match(type, body, offset, length);
        Object told = insatiable.isEmpty() && chosen.isEmpty() ? null : message.get();
        if (told == null) {
            return List.of();
        }
        List<Long> over = tellInsatiable(told);
        for (long id : chosen) {
            Reader reader = readers.get(id);
            if (reader != null) {
                offer(reader, told, over);
            }
        }
        return over;
    }

    private void offer(Reader reader, Object message, List<Long> over) {
        if (reader.waiting.isEmpty() && reader.told - reader.had < MAX_TOLD) {
            tell(reader, message);
        } else {
            reader.waiting.add(message);
            if (reader.waiting.isOver()) {
                over.add(reader.id);
            }
        }
    }

    private void tell(Reader reader, Object message) {
        reader.ref.tell(message);
        if (reader.isAsked && ++reader.told % ASK_EVERY == 0) {
            Adapter.toClassic(reader.ref).tell(new Identify(new Question(reader.id, reader.told)), asker);
        }
    }

    /** A reader has dealt with what it was told. */
    void had(ActorIdentity identity) {
        if (identity.correlationId() instanceof Question question) {
            Reader reader = readers.get(question.reader());
            if (reader != null) {
                reader.had = Math.max(reader.had, question.told());
                drain(reader);
            }
        }
    }

    private void drain(Reader reader) {
        while (reader.told - reader.had < MAX_TOLD) {
            Object next = reader.waiting.poll();
            if (next == null) {
                return;
            }
            tell(reader, next);
        }
    }
}
