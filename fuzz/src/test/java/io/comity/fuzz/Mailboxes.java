package io.comity.fuzz;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Actors that references in bodies stand for: a few, always the same, whose mail nobody reads. */
final class Mailboxes {
    private static final int COUNT = 8;
    private static final List<TestInbox<Object>> ALL = all();

    /** Index and actor are one to one. */
    static final References REFERENCES = new References() {
        @Override
        public long export(ActorRef<?> ref, Protocol<?> protocol) {
            for (int i = 0; i < COUNT; i++) {
                if (ALL.get(i).getRef().equals(ref)) {
                    return i;
                }
            }
            throw new AssertionError("a reference that was never given out");
        }

        @Override
        public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
            return index < COUNT ? ALL.get((int) index).getRef() : null;
        }
    };

    private Mailboxes() {}

    private static List<TestInbox<Object>> all() {
        List<TestInbox<Object>> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add(TestInbox.create());
        }
        return all;
    }

    static <T> ActorRef<T> ref(int index) {
        return ALL.get(index).getRef().unsafeUpcast().narrow();
    }
}
