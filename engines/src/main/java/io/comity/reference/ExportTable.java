package io.comity.reference;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one peer may name, for the life of one session. Looked up by the wire's thread without a lock; written by whoever
 * exports, under one.
 *
 * <p>The lowest bit of a ref says whether it may be used more than once: the importer keeps odd ones and forgets even ones.
 * Refs are never given out twice.
 */
public final class ExportTable {
    /**
     * @param references exported in messages and not yet used up or expired
     * @param replyNanos how long a one-shot reference waits for its reply
     */
    public record Limits(int references, long replyNanos) {}

    /** The table is full: the message that holds the reference cannot be sent now. Has no stack, it is not a bug. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Full(int references) {
            super("the peer holds " + references + " references already", null, false, false);
        }
    }

    /** One actor may be named under two protocols; each gives its own types their numbers, so each needs its own ref. */
    private record Named(ActorRef<?> target, Protocol<?> protocol) {}

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<Long, Export> byRef = new ConcurrentHashMap<>();
    private final Map<String, Export> engines = new HashMap<>();
    private final Map<Named, Export> standing = new HashMap<>();
    private final Map<Long, Long> replyDeadlines = new LinkedHashMap<>();
    private long given;

    public ExportTable(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** The entry a peer means by {@code ref}, or null: it cannot tell which of the two it was. */
    public @Nullable Export find(long ref) {
        return byRef.get(ref);
    }

    /** Adds an engine, or gives a known one more types. */
    public synchronized Export engine(
            String name, ActorRef<?> target, Protocol<?> protocol, List<Export.Right> rights) {
        Export known = engines.get(name);
        if (known != null && known.target().equals(target)) {
            known.allow(rights);
            return known;
        }
        Export export = Export.engine(nextRef(true), target, protocol, rights);
        engines.put(name, export);
        byRef.put(export.ref(), export);
        return export;
    }

    public synchronized @Nullable Export engine(String name) {
        return engines.get(name);
    }

    /** Names of the engines exported now. */
    public synchronized List<String> engineNames() {
        return List.copyOf(engines.keySet());
    }

    /** Withdraws an engine. Its ref stays known, so that a cast already on its way is refused with the reason. */
    public synchronized @Nullable Export forget(String name, Reason reason) {
        Export export = engines.remove(name);
        if (export != null) {
            export.close(reason);
        }
        return export;
    }

    /**
     * Lets the peer send to an actor that was named in a message.
     *
     * @param once for one message only, before the reply deadline
     * @throws Full when the peer holds as many references as it may
     */
    public synchronized long reference(ActorRef<?> target, Protocol<?> protocol, boolean once) {
        Export known = once ? null : standing.get(new Named(target, protocol));
        return known == null ? add(target, protocol, once).ref() : known.ref();
    }

    private Export add(ActorRef<?> target, Protocol<?> protocol, boolean once) {
        expire();
        if (standing.size() + replyDeadlines.size() >= limits.references()) {
            throw new Full(limits.references());
        }
        Export export = Export.reference(nextRef(!once), target, protocol, once);
        byRef.put(export.ref(), export);
        if (once) {
            replyDeadlines.put(export.ref(), nanoTime.getAsLong() + limits.replyNanos());
        } else {
            standing.put(new Named(target, protocol), export);
        }
        return export;
    }

    /** Deadlines are in the order of export: looking at the oldest is enough, and each export pays for those before it. */
    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<Long, Long>> oldest = replyDeadlines.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Long> reply = oldest.next();
            if (now - reply.getValue() < 0) {
                return;
            }
            oldest.remove();
            byRef.remove(reply.getKey());
        }
    }

    /** Drops a one-shot entry after its use. */
    public void used(Export export) {
        if (export.isUsed()) {
            byRef.remove(export.ref());
            synchronized (this) {
                replyDeadlines.remove(export.ref());
            }
        }
    }

    /** Ends everything at once, with the session. */
    public synchronized void close() {
        byRef.values().forEach(export -> export.close(Reason.UNREACHABLE));
        byRef.clear();
        engines.clear();
        standing.clear();
        replyDeadlines.clear();
    }

    private long nextRef(boolean many) {
        return given++ << 1 | (many ? 1 : 0);
    }
}
