package io.comity.proxy;

import io.comity.evidence.Hashing;
import io.comity.wire.UrMessage;
import io.comity.witness.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the refs and types of engines mean that one side of a session gave out by {@code learn}, and what proof it wants of each:
 * written by a NodeProxy, read by any thread. Both sides keep one, so that both hash the same names.
 */
final class Vocabulary implements Names {
    /** The words for one engine. */
    static final class Words {
        private final long ref;
        private final String engine;
        private final List<String> types;
        private final byte[] levels;
        private final AtomicReferenceArray<byte @Nullable []> prefixes;
        private volatile boolean isOver;

        private Words(UrMessage.Learn learn) {
            ref = learn.ref();
            engine = learn.engine();
            types = learn.types();
            levels = learn.levels().toArray();
            prefixes = new AtomicReferenceArray<>(types.size());
        }

        String engine() {
            return engine;
        }

        /** Null for a type that was not named. */
        @Nullable
        String type(long type) {
            return type < types.size() ? types.get((int) type) : null;
        }

        /** The code of an {@code io.comity.mission.Evidence}. */
        int level(long type) {
            return type < levels.length ? levels[(int) type] : 0;
        }

        /** What leaves of this type begin with; null for a type that was not named. */
        byte @Nullable [] prefix(long type, Hashing hashing) {
            if (type >= types.size()) {
                return null;
            }
            byte[] known = prefixes.get((int) type);
            if (known == null) {
                known = hashing.leafPrefix(engine, types.get((int) type));
                prefixes.set((int) type, known);
            }
            return known;
        }
    }

    private final Map<Long, Words> byRef = new ConcurrentHashMap<>();

    /** Most messages go where the last one went; whoever reads it looks whether it still counts. */
    private @Nullable Words last;

    void learn(UrMessage.Learn learn) {
        end(byRef.put(learn.ref(), new Words(learn)));
    }

    void forget(long ref) {
        end(byRef.remove(ref));
    }

    private static void end(@Nullable Words words) {
        if (words != null) {
            words.isOver = true;
        }
    }

    @Nullable
    Words find(long ref) {
        Words found = last;
        if (found == null || found.ref != ref || found.isOver) {
            found = byRef.get(ref);
            last = found;
        }
        return found;
    }

    @Override
    public @Nullable String engine(long ref) {
        Words words = find(ref);
        return words == null ? null : words.engine();
    }

    @Override
    public @Nullable String type(long ref, long type) {
        Words words = find(ref);
        return words == null ? null : words.type(type);
    }

    int level(long ref, long type) {
        Words words = find(ref);
        return words == null ? 0 : words.level(type);
    }
}
