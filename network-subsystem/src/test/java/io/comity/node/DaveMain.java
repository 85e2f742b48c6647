package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * An honest holder in a process of his own, who asks at an even pace whatever happens. Each order is one measurement, perhaps of so many milliseconds, answered by
 * the number of asks and the microseconds within which half of them, 99 of 100, and all were answered, counted from when each was
 * due; and how many were answered within a second.
 */
final class DaveMain {
    private static final long PACE_NANOS = 4_000_000;
    private static final long IN_TIME_MICROS = 1_000_000;

    private final Node dave;
    private final ActorRef<Greeter.Command> greeter;

    private final long paceNanos;

    private DaveMain(Node dave, ActorRef<Greeter.Command> greeter, long paceNanos) {
        this.paceNanos = paceNanos;
        this.dave = dave;
        this.greeter = greeter;
    }

    /** @param args a folder that has his key, where Alice listens, her id, milliseconds of a measurement, and if he is to ask
     *     sooner, nanoseconds from one ask to the next */
    public static void main(String[] args) throws Exception {
        Node dave = Neighbours.start(Path.of(args[0]), "dave", Map.of());
        NodeId alice = NodeId.parse(args[2]).toOptional().orElseThrow();
        dave.meet(alice, List.of(Address.parse(args[1]).orElseThrow()));
        long pace = args.length > 4 ? Long.parseLong(args[4]) : PACE_NANOS;
        DaveMain main = new DaveMain(dave, dave.engine(alice, Greeter.NAME, Greeter.Command.class), pace);
        Greeter.ask(dave, main.greeter, Neighbours.PATIENCE);
        Fork.serve(order -> main.measure(Long.parseLong(order.isEmpty() ? args[3] : order) * 1_000_000 / pace));
    }

    private String measure(long asks) {
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        long begun = System.nanoTime();
        for (long i = 0; i < asks; i++) {
            long due = begun + i * paceNanos;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            answers.add(ask(due));
        }
        long[] micros = answers.stream()
                .mapToLong(answer -> answer.join() / 1_000)
                .sorted()
                .toArray();
        long inTime =
                Arrays.stream(micros).filter(each -> each <= IN_TIME_MICROS).count();
        return asks + " " + at(micros, 0.5) + " " + at(micros, 0.99) + " " + at(micros, 1) + " " + inTime;
    }

    private CompletableFuture<Long> ask(long due) {
        return AskPattern.<Greeter.Command, Greeter.Greeting>ask(
                        greeter, to -> new Greeter.Greet("you", to), Neighbours.PATIENCE, dave.scheduler())
                .handle((greeting, notAnswered) -> System.nanoTime() - due)
                .toCompletableFuture();
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
    }
}
