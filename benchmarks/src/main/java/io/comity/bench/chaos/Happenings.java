package io.comity.bench.chaos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.proxy.NodeEvent;
import io.comity.proxy.Refused;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a node published of its connections and of messages that were refused: counts, and the last few. */
final class Happenings {
    private static final int LAST = 8;

    private final Deque<String> last = new ArrayDeque<>();
    private long refused;
    private long links;
    private long sessionsEnded;

    Happenings(ActorSystem<?> system) {
        listen(system, Refused.class, this::onRefused);
        listen(system, NodeEvent.class, this::onNodeEvent);
    }

    private static <T> void listen(ActorSystem<?> system, Class<T> type, Consumer<T> heard) {
        ActorRef<T> listener = system.systemActorOf(
                Behaviors.receiveMessage(event -> {
                    heard.accept(event);
                    return Behaviors.same();
                }),
                "happenings-" + type.getSimpleName(),
                Props.empty());
        system.eventStream().tell(new EventStream.Subscribe<>(type, listener));
    }

    private synchronized void onRefused(Refused event) {
        refused++;
        if (refused == 1) {
            keep("refused: " + event.reason().label());
        }
    }

    private synchronized void onNodeEvent(NodeEvent event) {
        if (event instanceof NodeEvent.Connected) {
            links++;
            keep("connected");
        } else if (event instanceof NodeEvent.Disconnected lost) {
            keep("disconnected: " + lost.cause());
        } else if (event instanceof NodeEvent.ConnectFailed failed) {
            keep("not connected: " + failed.cause());
        } else if (event instanceof NodeEvent.SessionEnded ended) {
            sessionsEnded++;
            keep("session ended: " + ended.cause());
        }
    }

    private void keep(String happening) {
        if (last.size() == LAST) {
            last.remove();
        }
        last.add(happening);
    }

    /** Messages refused, links that came, sessions that ended. */
    synchronized String numbers() {
        return refused + " " + links + " " + sessionsEnded;
    }

    @Override
    public synchronized String toString() {
        return "last: " + String.join(", ", last);
    }
}
