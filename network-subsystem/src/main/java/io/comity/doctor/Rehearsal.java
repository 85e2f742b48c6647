package io.comity.doctor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Whether a transport works here: two nodes with keys of their own, which are gone a moment later, listen on loopback, and one
 * invites the other and is asked something.
 */
final class Rehearsal {
    /** What the engine of a rehearsal understands. */
    public sealed interface Command {}

    public record Knock(ActorRef<Answer> replyTo) implements Command {}

    public record Answer(boolean welcome) {}

    private static final String ENGINE = "door";
    private static final Duration INVITATION = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Rehearsal() {}

    static Finding of(String transport) {
        try {
            Path home = Files.createTempDirectory("comity-doctor-");
            try {
                rehearse(home, transport);
                return Finding.fine(transport, "works");
            } finally {
                delete(home);
            }
        } catch (IOException full) {
            return Finding.wrong(
                    transport,
                    "could not be tried: no temporary folder (" + full.getMessage() + ")",
                    "make room in " + System.getProperty("java.io.tmpdir"));
        } catch (StartException failed) {
            return Finding.wrong(
                    transport,
                    "does not work here: " + cause(failed),
                    "do without it: leave it out of comity.transports");
        } catch (RuntimeException failed) {
            return Finding.wrong(
                    transport,
                    "listens, but nobody is heard: " + cause(failed),
                    "look for a firewall that filters loopback, or leave it out of comity.transports");
        }
    }

    private static void rehearse(Path home, String transport) {
        try (Node host = start(home, "host", transport);
                Node guest = start(home, "guest", transport)) {
            host.spawn(ENGINE, Command.class, door());
            String invitation = host.missions()
                    .define("rehearsal")
                    .allow(ENGINE, Knock.class)
                    .invite(INVITATION)
                    .text();
            ActorRef<Command> door = guest.engine(guest.accept(invitation), ENGINE, Command.class);
            AskPattern.<Command, Answer>ask(door, Knock::new, PATIENCE, guest.scheduler())
                    .toCompletableFuture()
                    .join();
        }
    }

    private static Node start(Path home, String name, String transport) {
        return Node.start(NodeSettings.named(name).home(home).alone(transport));
    }

    private static Behavior<Command> door() {
        return Behaviors.receive(Command.class)
                .onMessage(Knock.class, knock -> {
                    knock.replyTo().tell(new Answer(true));
                    return Behaviors.same();
                })
                .build();
    }

    private static String cause(RuntimeException failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return String.valueOf(cause.getMessage()).replaceFirst("^node \\S+ did not start: ", "");
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
