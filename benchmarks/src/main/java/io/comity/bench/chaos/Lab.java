package io.comity.bench.chaos;

import io.comity.bench.BenchException;
import io.comity.bench.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Three processes: two nodes, and what is between them. Each node knows the other at {@link #SLOTS} addresses, all forwarded. */
final class Lab implements AutoCloseable {
    static final int SLOTS = 2;

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    /** More than a party waits, so that it says itself what went wrong. */
    private static final Duration PATIENCE = Party.PATIENCE.plusSeconds(10);

    private final ChaosSettings settings;
    private final WorkerProcess forwarder;
    private final List<WorkerProcess> parties;

    private Lab(ChaosSettings settings, Path folder) {
        this.settings = settings;
        this.forwarder = WorkerProcess.fork("forwarder", Forwarder.class, List.of(), folder);
        this.parties = List.of(party("left", folder), party("right", folder));
    }

    private static WorkerProcess party(String name, Path folder) {
        return WorkerProcess.fork(name, Party.class, List.of(name, folder.toString()), folder);
    }

    /** Starts the processes and joins the nodes; messages flow both ways when this returns. */
    static Lab open(ChaosSettings settings, Path folder) {
        Lab lab = new Lab(settings, folder);
        boolean joined = false;
        try {
            lab.join();
            joined = true;
            return lab;
        } finally {
            if (!joined) {
                lab.close();
            }
        }
    }

    private void join() {
        String start = "start " + String.join(" ", settings.used());
        parties.forEach(party -> party.order(start));
        List<List<String>> started = parties.stream()
                .map(party -> List.of(party.answer("started", START_PATIENCE).split(" ")))
                .toList();
        parties.get(0).tell(meet(started.get(1)), "met", PATIENCE);
        parties.get(1).tell(meet(started.get(0)), "met", PATIENCE);
        parties.forEach(party -> party.tell("flow", "flowing", PATIENCE));
        awaitBoth(System.nanoTime());
    }

    /** @param started a node's id and where it listens by each transport that is used */
    private String meet(List<String> started) {
        StringBuilder meet = new StringBuilder("meet " + started.get(0));
        for (int slot = 0; slot < SLOTS; slot++) {
            String address = started.get(1 + settings.used().indexOf(settings.transport(slot)));
            meet.append(' ').append(forwarder.tell("route " + slot + " " + address, "route", PATIENCE));
        }
        return meet.toString();
    }

    /** Tells the forwarder and returns the number it answers. */
    long forwarder(String order, String expected) {
        return Long.parseLong(forwarder.tell(order, expected, PATIENCE));
    }

    void refuse() {
        forwarder.tell("refuse", "refusing", PATIENCE);
    }

    /** A slot that was in use until then. */
    record Blocked(int slot, long nanos) {}

    /** @param silently whether what goes there is lost, not refused */
    Blocked block(boolean silently) {
        String[] words = forwarder
                .tell("block " + (silently ? "swallow" : "refuse"), "blocked", PATIENCE)
                .split(" ");
        return new Blocked(Integer.parseInt(words[0]), Long.parseLong(words[1]));
    }

    /**
     * Stops the forwarder for so long; a shell sees to it that it goes on, whatever happens here.
     *
     * @return not later than it goes on
     */
    long stall(Duration outage) {
        String seconds = String.format(Locale.ROOT, "%.3f", outage.toNanos() / 1e9);
        try {
            long began = System.nanoTime();
            Process shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP \"$0\"; sleep \"$1\"; kill -CONT \"$0\"",
                            "" + forwarder.pid(),
                            seconds)
                    .inheritIO()
                    .start();
            if (shell.waitFor() != 0) {
                throw new BenchException("cannot stop a process and let it go on: kill failed");
            }
            return began + outage.toNanos();
        } catch (IOException e) {
            throw new BenchException("cannot stop a process: this needs sh, kill and sleep: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** When each node has received a message that the other sent after {@code sinceNanos}: the later of the two. */
    long awaitBoth(long sinceNanos) {
        parties.forEach(party -> party.order("await " + sinceNanos));
        return parties.stream()
                .mapToLong(party -> Long.parseLong(party.answer("came", PATIENCE)))
                .max()
                .orElseThrow();
    }

    /** Messages sent so far in the direction with fewer. */
    long sent() {
        return parties.stream()
                .mapToLong(party -> Long.parseLong(party.tell("sent", "sent", PATIENCE)))
                .min()
                .orElseThrow();
    }

    /** Lets what is on its way come, and counts. */
    List<Direction> finish() {
        parties.forEach(party -> party.order("stop"));
        List<Long> sent = parties.stream()
                .map(party -> Long.parseLong(party.answer("stopped", PATIENCE.multipliedBy(2))))
                .toList();
        return List.of(
                direction("left to right", sent.get(0), parties.get(1)),
                direction("right to left", sent.get(1), parties.get(0)));
    }

    private static Direction direction(String name, long sent, WorkerProcess receiver) {
        return Direction.read(name, sent, receiver.tell("count " + sent, "count", PATIENCE));
    }

    @Override
    public void close() {
        parties.forEach(WorkerProcess::close);
        forwarder.close();
    }
}
