package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The mission keys by which this node is let in by one other: presented anew in each session, since the proof names it. One that
 * the owner will never take again is let go; one that it cannot take now is presented in the next session. Used by one NodeProxy.
 */
final class Upheld {
    private static final Set<Reason> FOR_GOOD =
            EnumSet.of(Reason.DENIED, Reason.REVOKED, Reason.EXPIRED, Reason.MALFORMED);

    private enum State {
        /** To be presented as soon as there is room in a session. */
        DUE,
        PRESENTED,
        /** Answered in this session. */
        ANSWERED
    }

    private static final class Key {
        private final Credential credential;
        private boolean isProven;
        private State state = State.DUE;
        private @Nullable ActorRef<NodeProxy.Presented> replyTo;

        private Key(Credential credential, @Nullable ActorRef<NodeProxy.Presented> replyTo, boolean isProven) {
            this.credential = credential;
            this.replyTo = replyTo;
            this.isProven = isProven;
        }

        private void answer(NodeProxy.Presented outcome) {
            ActorRef<NodeProxy.Presented> asker = replyTo;
            replyTo = null;
            if (asker != null) {
                asker.tell(outcome);
            }
        }
    }

    private final Presentations presentations;
    private final BiConsumer<Bytes, Reason> letGo;
    private final Map<Bytes, Key> keys = new LinkedHashMap<>();

    /** @param letGo told which key is not presented any more, and why; not of those that were {@link #letGo let go} from outside */
    Upheld(Presentations presentations, BiConsumer<Bytes, Reason> letGo) {
        this.presentations = presentations;
        this.letGo = letGo;
    }

    /** Whether somebody waits to hear what becomes of a key. */
    boolean isAsked() {
        return keys.values().stream().anyMatch(key -> key.replyTo != null);
    }

    /** Whether one of them is still to be answered in this session. */
    boolean isOpen() {
        return keys.values().stream().anyMatch(key -> key.state != State.ANSWERED);
    }

    /** From now on this key is presented; one for which somebody waits must be taken the first time. */
    void uphold(NodeProxy.Uphold uphold) {
        Key before = keys.get(uphold.id());
        boolean isProven = uphold.replyTo() == null || before != null && before.isProven;
        if (before != null) {
            before.answer(new NodeProxy.Presented(Reason.OVERLOADED, "the same key is being presented already"));
        }
        keys.put(uphold.id(), new Key(uphold.credential(), uphold.replyTo(), isProven));
    }

    void letGo(Bytes id) {
        Key gone = keys.remove(id);
        if (gone != null) {
            gone.answer(
                    new NodeProxy.Presented(Reason.REVOKED, "its owner has withdrawn it; ask its owner for a new one"));
        }
    }

    /** A new session: whatever was answered in the one before is to be answered again. */
    void begin() {
        keys.values().stream().filter(key -> key.state == State.ANSWERED).forEach(key -> key.state = State.DUE);
    }

    /** Presents what is due, as far as there is room. */
    void presentDue(Bytes session, Consumer<UrMessage> say) {
        for (Map.Entry<Bytes, Key> each : List.copyOf(keys.entrySet())) {
            Key key = each.getValue();
            if (key.state == State.DUE && presentations.hasRoom()) {
                key.state = State.PRESENTED;
                presentations.present(key.credential, outcome -> answered(each.getKey(), key, outcome), session, say);
            }
        }
    }

    private void answered(Bytes id, Key key, NodeProxy.Presented outcome) {
        Reason refused = outcome.refused();
        key.state = refused == Reason.UNREACHABLE ? State.DUE : State.ANSWERED;
        key.isProven |= refused == null;
        if (refused != null && keys.get(id) == key && (FOR_GOOD.contains(refused) || !key.isProven)) {
            drop(id, refused);
        }
        key.answer(outcome);
    }

    /** No connection came about: whoever waits for one is told, and what was never proven is no more tried. */
    void fail(String cause) {
        for (Map.Entry<Bytes, Key> each : List.copyOf(keys.entrySet())) {
            Key key = each.getValue();
            key.answer(new NodeProxy.Presented(Reason.UNREACHABLE, cause));
            if (!key.isProven) {
                drop(each.getKey(), Reason.UNREACHABLE);
            }
        }
    }

    private void drop(Bytes id, Reason why) {
        keys.remove(id);
        letGo.accept(id, why);
    }
}
