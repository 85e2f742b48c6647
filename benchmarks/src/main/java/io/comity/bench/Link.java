package io.comity.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** One contender, connected and ready to be loaded: two processes, or one when its wire does not leave the process. */
final class Link implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final WorkerProcess far;
    private final WorkerProcess near;

    private Link(WorkerProcess far, WorkerProcess near) {
        this.far = far;
        this.near = near;
    }

    /** Starts the processes; they are ready for {@link #connect} when their JVMs are, which this does not wait for. */
    static Link fork(Side side, Work work, Path folder) {
        WorkerProcess far = WorkerProcess.fork(side.label() + " sink", side, work, folder);
        return new Link(
                far,
                side.contender().inOneProcess()
                        ? far
                        : WorkerProcess.fork(side.label() + " source", side, work, folder));
    }

    /** Joins the two ends; waits until it is done. */
    void connect() {
        String offer = far.tell("offer", "offer", START_PATIENCE);
        near.tell("reach " + offer, "reached", START_PATIENCE);
    }

    Source.Flow flow(Duration duration) {
        long[] words = numbers(near.tell("flow " + duration.toMillis(), "flow", patience(duration)));
        return new Source.Flow(words[0], words[1]);
    }

    Asker.Calls calls(int inFlight, Duration duration) {
        String order = "calls " + inFlight + " " + duration.toMillis();
        long[] words = numbers(near.tell(order, "calls", patience(duration)));
        return new Asker.Calls(words[0], words[1], words[2], words[3]);
    }

    /** Processor time that the link's processes have used since they started. */
    long cpuNanos() {
        long nearNanos = numbers(near.tell("cpu", "cpu", Worker.PATIENCE))[0];
        return far == near ? nearNanos : nearNanos + numbers(far.tell("cpu", "cpu", Worker.PATIENCE))[0];
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }

    private static Duration patience(Duration duration) {
        return duration.plus(Worker.PATIENCE).plusSeconds(5);
    }

    private static long[] numbers(String words) {
        return Arrays.stream(words.split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
