package io.comity.desk.http;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.desk.Desk;
import io.comity.identity.KeyHolder;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.transport.Address;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps an HTTP port open for detached calls while it lives, trying again when it cannot be had. */
public final class HttpEndpoint {
    public static final String NAME = "http";

    /** How long to wait before another try to listen. */
    private static final Duration RELISTEN = Duration.ofSeconds(1);

    /**
     * @param port 0 for any that is free
     * @param connections accepted at a time; one more is closed unread
     * @param patience from the connection, or the answer before, to the last byte of a request
     */
    public record Settings(String host, int port, int connections, Duration patience) {}

    /** What an endpoint needs. */
    public record Context(Settings settings, Desk desk, KeyHolder node, Counters counters) {
        public Context at(int port) {
            Settings moved = new Settings(settings.host(), port, settings.connections(), settings.patience());
            return new Context(moved, desk, node, counters);
        }
    }

    public sealed interface Command {}

    private record Bound(Address address) implements Command {}

    private record NotBound(String cause) implements Command {}

    private enum Relisten implements Command {
        INSTANCE
    }

    /** What the node is told. */
    public sealed interface Report {}

    public record Listening(Address address) implements Report {}

    public record NotListening(String cause) implements Report {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final HttpDesk http;
    private final ActorRef<Report> owner;

    private HttpEndpoint(
            ActorContext<Command> context, TimerScheduler<Command> timers, Context needs, ActorRef<Report> owner) {
        this.context = context;
        this.timers = timers;
        this.owner = owner;
        this.http = new HttpDesk(
                needs.settings(),
                needs.desk(),
                needs.node(),
                () -> needs.counters().add(Counter.DROPPED_BUSY));
    }

    public static Behavior<Command> create(Context needs, ActorRef<Report> owner) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new HttpEndpoint(context, timers, needs, owner).listening()));
    }

    private Behavior<Command> listening() {
        listen();
        return Behaviors.receive(Command.class)
                .onMessage(Bound.class, this::onBound)
                .onMessage(NotBound.class, this::onNotBound)
                .onMessage(Relisten.class, this::onRelisten)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private void listen() {
        context.pipeToSelf(
                http.listen(),
                (address, failure) ->
                        failure == null ? new Bound(address) : new NotBound(String.valueOf(failure.getMessage())));
    }

    private Behavior<Command> onBound(Bound bound) {
        context.getLog().info("detached calls at {}", bound.address());
        owner.tell(new Listening(bound.address()));
        return Behaviors.same();
    }

    private Behavior<Command> onNotBound(NotBound failed) {
        context.getLog().warn("{}", failed.cause());
        owner.tell(new NotListening(failed.cause()));
        timers.startSingleTimer(Relisten.INSTANCE, RELISTEN);
        return Behaviors.same();
    }

    private Behavior<Command> onRelisten(Relisten again) {
        listen();
        return Behaviors.same();
    }

    /** Ends only when the port is free. */
    private Behavior<Command> onStop(PostStop stopped) {
        try {
            http.close().toCompletableFuture().get(HttpDesk.CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stuck) {
            context.getLog().warn("the HTTP endpoint did not close: {}", String.valueOf(stuck));
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        return Behaviors.same();
    }
}
