package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A forked process of the bench: holds one end of the link (both, for a wire that does not leave the process) and does
 * what it is told in lines. It ends when its standard input does, so it never outlives the process that started it.
 * <pre>
 *  told                      answers
 *  offer                     offer &lt;text&gt;                       there is a sink; text tells where
 *  reach &lt;text&gt;              reached                            there are a source and an asker for that sink
 *  flow &lt;millis&gt;             flow &lt;messages&gt; &lt;nanos&gt;
 *  calls &lt;in flight&gt; &lt;millis&gt;  calls &lt;calls&gt; &lt;nanos&gt; &lt;p50 nanos&gt; &lt;p99 nanos&gt;
 *  cpu                       cpu &lt;nanos&gt;                        used by this process since it started
 *  (anything that fails)     failed &lt;one line&gt;
 * </pre>
 */
final class Worker {
    /** How much longer than asked for a run may take before it counts as stalled. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Side side;
    private final Path folder;
    private final Work work;
    private @Nullable Ends ends;

    private Worker(Side side, Path folder, Work work) {
        this.side = side;
        this.folder = folder;
        this.work = work;
    }

    /**
     * Obeys until there is nobody left to obey.
     *
     * @param args contender, folder, size, window, batch, links, whether they are rated: see {@link WorkerProcess} */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // a library that prints must not be taken for an answer
        Work work = new Work(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        Side side = new Side(Contender.valueOf(args[0]), Integer.parseInt(args[5]), Boolean.parseBoolean(args[6]));
        Worker worker = new Worker(side, Path.of(args[1]), work);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(worker.obey(order));
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private String obey(String order) {
        try {
            String[] words = order.split(" ", 2);
            return switch (words[0]) {
                case "offer" -> "offer " + side.open("sink", folder).offer();
                case "reach" -> reach(words[1]);
                case "flow" -> flow(Duration.ofMillis(Long.parseLong(words[1])));
                case "cpu" -> "cpu " + cpuNanos();
                case "calls" -> calls(words[1].split(" "));
                default -> "failed unknown order " + words[0];
            };
        } catch (Throwable e) { // whatever it is, the process that waits for an answer must hear of it
            e.printStackTrace();
            return "failed "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                    + e.getClass().getSimpleName() + ")";
        }
    }

    private String reach(String offer) {
        Endpoint endpoint = side.open("source", folder);
        ActorSystem<?> system = endpoint.system();
        ActorRef<Sink.Command> sink = endpoint.reach(offer);
        ends = new Ends(
                system,
                system.systemActorOf(Source.create(sink, work, System::nanoTime), "source", Props.empty()),
                system.systemActorOf(Asker.create(sink, work, System::nanoTime), "asker", Props.empty()));
        return "reached";
    }

    private String flow(Duration duration) {
        Source.Flow flow = reached().flow(duration);
        return "flow " + flow.messages() + " " + flow.nanos();
    }

    private String calls(String[] words) {
        Asker.Calls calls = reached().calls(Integer.parseInt(words[0]), Duration.ofMillis(Long.parseLong(words[1])));
        return "calls " + calls.calls() + " " + calls.nanos() + " " + calls.p50Nanos() + " " + calls.p99Nanos();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Ends reached() {
        return Objects.requireNonNull(ends, "told to run before told what to reach");
    }

    /** What the near end of the link runs. */
    private record Ends(ActorSystem<?> system, ActorRef<Source.Command> source, ActorRef<Asker.Command> asker) {
        Source.Flow flow(Duration duration) {
            return AskPattern.<Source.Command, Source.Flow>ask(
                            source,
                            replyTo -> new Source.Run(duration, replyTo),
                            duration.plus(PATIENCE),
                            system.scheduler())
                    .toCompletableFuture()
                    .join();
        }

        Asker.Calls calls(int inFlight, Duration duration) {
            return AskPattern.<Asker.Command, Asker.Calls>ask(
                            asker,
                            replyTo -> new Asker.Run(inFlight, duration, replyTo),
                            duration.plus(PATIENCE),
                            system.scheduler())
                    .toCompletableFuture()
                    .join();
        }
    }
}
