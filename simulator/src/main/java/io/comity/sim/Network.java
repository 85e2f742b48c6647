package io.comity.sim;

import io.comity.transport.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Everything between the nodes. Belongs to nobody whom a node may trust. */
final class Network {
    /** How long a dial waits that nobody answers. */
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

    private record Listener(Boot boot, Consumer<Wire> accepted) {}

    private final Timeline timeline;
    private final Trace trace;
    private final Weather weather;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<SimWire> wires = new ArrayList<>();
    private final List<Tap> taps = new ArrayList<>();
    private long numbered;

    Network(Timeline timeline, Trace trace, SplittableRandom chance) {
        this.timeline = timeline;
        this.trace = trace;
        this.weather = new Weather(chance);
    }

    Weather weather() {
        return weather;
    }

    void tap(Tap tap) {
        taps.add(tap);
    }

    /** Whoever stood on wires goes away. */
    void untap() {
        taps.clear();
    }

    void listen(String host, Boot boot, Consumer<Wire> accepted) {
        listeners.put(host, new Listener(boot, accepted));
    }

    void leave(String host, Boot boot) {
        Listener here = listeners.get(host);
        if (here != null && here.boot() == boot) {
            listeners.remove(host);
        }
        List.copyOf(wires).stream().filter(wire -> wire.boot() == boot).forEach(SimWire::close);
    }

    /**
     * A process ended without a word.
     *
     * @param heard whether the machine goes on, so that others are told that their connections are no more
     */
    void died(String host, Boot boot, boolean heard) {
        listeners.remove(host);
        for (SimWire wire : List.copyOf(wires)) {
            if (wire.boot() == boot) {
                wires.remove(wire);
                if (heard) {
                    fin(wire);
                }
            }
        }
    }

    int wiresOf(String host) {
        return (int) wires.stream().filter(wire -> wire.host().equals(host)).count();
    }

    /** Somebody who is no node of ours; hears an empty frame when the other side ends it. */
    Consumer<byte[]> strangerDials(String stranger, String to, Consumer<byte[]> heard) {
        Listener listener = listeners.get(to);
        if (listener == null || listener.boot().isEnded()) {
            timeline.after(0, () -> heard.accept(new byte[0]));
            return frame -> {};
        }
        SimWire far = new SimWire(this, listener.boot(), to, stranger, ++numbered);
        far.joinStranger(heard);
        wires.add(far);
        listener.boot().execute(() -> listener.accepted().accept(far));
        return frame -> timeline.after(weather.delay(stranger, to), () -> {
            trace.event(timeline.nanos(), stranger + " → " + to + " " + frame.length);
            trace.bytes(frame);
            if (!far.isClosed() && !far.boot().isEnded()) {
                far.arrive(frame);
            }
        });
    }

    CompletionStage<Wire> dial(String host, Boot boot, String to) {
        CompletableFuture<Wire> dialled = new CompletableFuture<>();
        trace.event(timeline.nanos(), host + " dials " + to);
        timeline.after(
                DIAL_TIMEOUT,
                () -> boot.execute(
                        () -> dialled.completeExceptionally(new IOException("cannot reach " + to + " (no answer)"))));
        passing(host, to, () -> {
            Listener listener = listeners.get(to);
            if (listener == null || listener.boot().isEnded()) {
                passing(
                        to,
                        host,
                        () -> boot.execute(() -> dialled.completeExceptionally(
                                new IOException("cannot reach " + to + " (nobody listens)"))));
                return;
            }
            long number = ++numbered;
            SimWire near = new SimWire(this, boot, host, to, number);
            SimWire far = new SimWire(this, listener.boot(), to, host, number);
            near.join(far);
            far.join(near);
            wires.add(far);
            listener.boot().execute(() -> listener.accepted().accept(far));
            passing(to, host, () -> {
                if (!boot.isEnded() && !dialled.isDone()) {
                    wires.add(near);
                    boot.execute(() -> dialled.complete(near));
                } else {
                    far.reset("the dialler is gone");
                }
            });
        });
        return dialled;
    }

    /** Something small and not worth attacking; lost where nothing passes. */
    private void passing(String from, String to, Runnable arrival) {
        if (!weather.isCut(from, to)) {
            timeline.after(weather.delay(from, to), arrival);
        }
    }

    /** Takes a frame off {@code wire}'s end. */
    void carry(SimWire wire, byte[] frame) {
        List<Tap.Passing> passing = List.of(new Tap.Passing(frame, 0));
        for (Tap tap : taps) {
            List<Tap.Passing> next = new ArrayList<>();
            for (Tap.Passing one : passing) {
                next.addAll(tap.passes(wire.host(), wire.peer(), wire.number(), one));
            }
            passing = next;
        }
        for (Tap.Passing one : passing) {
            for (Weather.Arrival arrival :
                    weather.carry(wire.host(), wire.peer(), wire.number(), one.frame(), timeline.nanos())) {
                timeline.after(arrival.delay() + one.delayNanos(), () -> arrive(wire, arrival.frame()));
            }
        }
    }

    private void arrive(SimWire from, byte[] frame) {
        SimWire to = from.otherNode();
        if (to == null) {
            from.tellStranger(frame);
            return;
        }
        trace.event(timeline.nanos(), from.host() + " → " + to.host() + " #" + from.number() + " " + frame.length);
        trace.bytes(frame);
        if (to.boot().isEnded() || to.isClosed()) {
            passing(to.host(), from.host(), () -> from.reset("reset by the other side"));
        } else {
            to.arrive(frame);
        }
    }

    void taken(SimWire by) {
        passing(by.host(), by.peer(), () -> {
            SimWire other = by.otherNode();
            if (other != null) {
                other.taken();
            }
        });
    }

    /** In its place behind the frames. */
    void fin(SimWire wire) {
        if (!weather.isCut(wire.host(), wire.peer())) {
            timeline.after(weather.behind(wire.host(), wire.peer(), wire.number(), timeline.nanos()), () -> {
                SimWire other = wire.otherNode();
                if (other == null) {
                    wire.tellStranger(new byte[0]);
                } else {
                    other.reset("closed by the other side");
                }
            });
        }
    }

    void gone(SimWire wire) {
        wires.remove(wire);
    }
}
