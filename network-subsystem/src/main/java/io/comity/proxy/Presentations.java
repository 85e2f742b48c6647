package io.comity.proxy;

import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What this node presents to one other: what waits for a session, and what is not yet answered. */
final class Presentations {
    private record Asked(Credential credential, Consumer<NodeProxy.Presented> answer) {}

    private final int max;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final Map<Long, Asked> unanswered = new HashMap<>();
    private long given;

    /**
     * @param max that may wait and be unanswered together
     */
    Presentations(int max) {
        this.max = max;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && unanswered.isEmpty();
    }

    boolean hasRoom() {
        return waiting.size() + unanswered.size() < max;
    }

    /** Keeps one until there is a session. */
    void hold(NodeProxy.Present present) {
        if (isTaken(present)) {
            waiting.add(new Asked(present.credential(), present.replyTo()::tell));
        }
    }

    /** Presents one now, in the session of this name. */
    void present(NodeProxy.Present present, Bytes session, Consumer<UrMessage> say) {
        if (isTaken(present)) {
            present(present.credential(), present.replyTo()::tell, session, say);
        }
    }

    /** As above, for one for which there is room; {@code answer} is told once, or not at all when this ends before. */
    void present(Credential credential, Consumer<NodeProxy.Presented> answer, Bytes session, Consumer<UrMessage> say) {
        ask(new Asked(credential, answer), session, say);
    }

    private void ask(Asked asked, Bytes session, Consumer<UrMessage> say) {
        long id = ++given;
        unanswered.put(id, asked);
        say.accept(new UrMessage.Present(id, asked.credential().in(session)));
    }

    private boolean isTaken(NodeProxy.Present present) {
        boolean room = hasRoom();
        if (!room) {
            present.replyTo()
                    .tell(new NodeProxy.Presented(Reason.OVERLOADED, max + " invitations are being presented already"));
        }
        return room;
    }

    /** There is a session now, of this name. */
    void presentAll(Bytes session, Consumer<UrMessage> say) {
        while (!waiting.isEmpty()) {
            ask(waiting.remove(), session, say);
        }
    }

    /** The session in which they were presented never was. */
    void again() {
        waiting.addAll(unanswered.values());
        unanswered.clear();
    }

    void answered(long id, NodeProxy.Presented outcome) {
        Asked asked = unanswered.remove(id);
        if (asked != null) {
            asked.answer().accept(outcome);
        }
    }

    /** No connection came about. */
    void failWaiting(String cause) {
        while (!waiting.isEmpty()) {
            waiting.remove().answer().accept(new NodeProxy.Presented(Reason.UNREACHABLE, cause));
        }
    }

    /** The session is over. */
    void failUnanswered(String cause) {
        Map<Long, Asked> failed = Map.copyOf(unanswered);
        unanswered.clear();
        failed.values().forEach(asked -> asked.answer().accept(new NodeProxy.Presented(Reason.UNREACHABLE, cause)));
    }
}
