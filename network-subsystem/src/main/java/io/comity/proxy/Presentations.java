package io.comity.proxy;

import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The invitations this node presents to one other: those that wait for a session, and those not yet answered. */
final class Presentations {
    private final int max;
    private final Deque<NodeProxy.Present> waiting = new ArrayDeque<>();
    private final Map<Long, NodeProxy.Present> unanswered = new HashMap<>();
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

    /** Keeps one until there is a session. */
    void hold(NodeProxy.Present present) {
        if (hasRoom(present)) {
            waiting.add(present);
        }
    }

    /** Presents one now. */
    void present(NodeProxy.Present present, Consumer<UrMessage> say) {
        if (hasRoom(present)) {
            long id = ++given;
            unanswered.put(id, present);
            say.accept(new UrMessage.Present(id, present.credential()));
        }
    }

    private boolean hasRoom(NodeProxy.Present present) {
        boolean room = waiting.size() + unanswered.size() < max;
        if (!room) {
            present.replyTo()
                    .tell(new NodeProxy.Presented(Reason.OVERLOADED, max + " invitations are being presented already"));
        }
        return room;
    }

    /** There is a session now. */
    void presentAll(Consumer<UrMessage> say) {
        while (!waiting.isEmpty()) {
            present(waiting.remove(), say);
        }
    }

    /** The session in which they were presented never was. */
    void again() {
        waiting.addAll(unanswered.values());
        unanswered.clear();
    }

    void answered(long id, NodeProxy.Presented outcome) {
        NodeProxy.Present present = unanswered.remove(id);
        if (present != null) {
            present.replyTo().tell(outcome);
        }
    }

    /** No connection came about. */
    void failWaiting(String cause) {
        waiting.forEach(present -> present.replyTo().tell(new NodeProxy.Presented(Reason.UNREACHABLE, cause)));
        waiting.clear();
    }

    /** The session is over. */
    void failUnanswered(String cause) {
        unanswered
                .values()
                .forEach(present -> present.replyTo().tell(new NodeProxy.Presented(Reason.UNREACHABLE, cause)));
        unanswered.clear();
    }
}
