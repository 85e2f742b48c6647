package io.comity.pubsub;

import akka.actor.ActorIdentity;
import akka.actor.ActorRefWithCell;
import akka.actor.Identify;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import io.comity.topic.Backlog;
import io.comity.topic.Slot;
import io.comity.topic.WhenSlow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** Messages that are held for one subscriber while it hears what was said before. */
    static final int MAX_HELD = 4_096;

    private static final class Reader {
        private final long id;
        private final ActorRef<Object> ref;
        private final Filter filter;
        private final Backlog<Object> waiting;
        private final Consumer<String> ended;
        private final boolean isAsked;
        private long told;
        private long had;
        /** What is said while it hears what was said before; null when it does not. */
        private @Nullable Deque<Held> held;

        private boolean isHeldInFull;
        /** What it heard of what was said before, which may come once more as news; null when it wanted none of that. */
        private @Nullable InOrder past;

        private Reader(long id, ActorRef<Object> ref, Filter filter, WhenSlow<Object> rule, Consumer<String> ended) {
            this.id = id;
            this.ref = ref;
            this.filter = filter;
            this.waiting = new Backlog<>(rule);
            this.ended = ended;
            this.isAsked = Adapter.toClassic(ref) instanceof ActorRefWithCell;
        }
    }

    private record Held(Slot slot, Object message) {}

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
        Reader reader = new Reader(id, ref, filter, rule, ended);
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
     * @return those whose subscriptions are to end, see {@link #whyOver}
     */
    List<Long> tellInsatiable(Object message) {
        List<Long> over = new ArrayList<>();
        insatiable.forEach(reader -> offer(reader, message, over));
        return over;
    }

    private List<Long> tellInsatiable(Slot slot, Object message) {
        List<Long> over = new ArrayList<>();
        insatiable.forEach(reader -> offer(reader, slot, message, over));
        return over;
    }

    /**
     * As {@link #tellInsatiable}, to all who want it.
     *
     * @param type its wire name
     * @param message makes it when somebody does
     */
    List<Long> tell(Slot slot, String type, byte[] body, int offset, int length, Supplier<@Nullable Object> message) {
        List<Long> chosen = choosy.size() == 0 ? List.of() : choosy.match(type, body, offset, length);
        Object told = insatiable.isEmpty() && chosen.isEmpty() ? null : message.get();
        if (told == null) {
            return List.of();
        }
        List<Long> over = tellInsatiable(slot, told);
        for (long id : chosen) {
            Reader reader = readers.get(id);
            if (reader != null) {
                offer(reader, slot, told, over);
            }
        }
        return over;
    }

    private void offer(Reader reader, Slot slot, Object message, List<Long> over) {
        if (reader.held == null) {
            if (reader.past == null || reader.past.isNext(slot)) {
                offer(reader, message, over);
            }
        } else if (reader.held.size() < MAX_HELD) {
            reader.held.addLast(new Held(slot, message));
        } else {
            reader.isHeldInFull = false;
        }
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

    /** A reader has dealt with what it was told. @return which, if it is still one */
    OptionalLong had(ActorIdentity identity) {
        Reader reader = identity.correlationId() instanceof Question question ? readers.get(question.reader()) : null;
        if (reader == null) {
            return OptionalLong.empty();
        }
        reader.had = Math.max(reader.had, ((Question) identity.correlationId()).told());
        drain(reader);
        return OptionalLong.of(reader.id);
    }

    // What was said before.

    /** What is said from now on is held; what was held before is forgotten. */
    void hold(long id) {
        Reader reader = readers.get(id);
        if (reader != null) {
            reader.held = new ArrayDeque<>();
            reader.isHeldInFull = true;
        }
    }

    /** Tells one something that was said before. */
    void tellPast(long id, Object message) {
        Reader reader = readers.get(id);
        if (reader != null) {
            tell(reader, message);
        }
    }

    /** Whether it has dealt with most of what it was told, and nothing waits for it. */
    boolean isIdle(long id) {
        Reader reader = readers.get(id);
        return reader != null && reader.waiting.isEmpty() && reader.told - reader.had < MAX_TOLD;
    }

    /**
     * Tells what was held.
     *
     * @param told what was told before
     * @return those whose subscriptions are to end; empty when something could not be held, and then nothing is told
     */
    Optional<List<Long>> release(long id, InOrder told) {
        Reader reader = readers.get(id);
        if (reader == null || reader.held == null || !reader.isHeldInFull) {
            return Optional.empty();
        }
        Deque<Held> held = reader.held;
        reader.held = null;
        reader.past = told;
        List<Long> over = new ArrayList<>();
        held.forEach(each -> offer(reader, each.slot(), each.message(), over));
        return Optional.of(over);
    }

    /** What one has heard of what was said before, if it wanted that. */
    Optional<InOrder> past(long id) {
        return Optional.ofNullable(readers.get(id)).map(reader -> reader.past);
    }

    /** Whether it is told nothing new yet. */
    boolean isHeld(long id) {
        Reader reader = readers.get(id);
        return reader != null && reader.held != null;
    }

    /** Something that was said is not held. */
    void miss(long id) {
        Reader reader = readers.get(id);
        if (reader != null) {
            reader.isHeldInFull = false;
        }
    }

    /** What each subscription wants. */
    Map<Long, Filter> wanted() {
        Map<Long, Filter> wanted = new HashMap<>();
        readers.forEach((id, reader) -> wanted.put(id, reader.filter));
        return wanted;
    }

    /** Why the subscription of this one is to end. */
    String whyOver(long id) {
        Reader reader = readers.get(id);
        return Optional.ofNullable(reader)
                .flatMap(each -> each.waiting.whyOver())
                .orElse("it was ended");
    }

    /** Messages that were left out for this one, since it was too slow. */
    long dropped(long id) {
        Reader reader = readers.get(id);
        return reader == null ? 0 : reader.waiting.dropped();
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
