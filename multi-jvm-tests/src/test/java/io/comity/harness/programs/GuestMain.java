package io.comity.harness.programs;

import akka.actor.typed.ActorRef;
import io.comity.engine.EngineId;
import io.comity.examples.calls.Caller;
import io.comity.examples.greeter.Greeter;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.NodeId;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.transport.Address;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node that uses, or tries to use, the engines of an owner. Arguments: the transport, and {@code elsewhere} for a node that is to know nothing of others on this machine.
 */
public final class GuestMain implements Program {
    private static final Duration DEADLINE = Duration.ofSeconds(25);

    /** An owner that was killed is given up well within the patience of a spec. */
    private static final String KEEP_LOST = "8s";

    private final Dialogue toParent;
    private final Node node;
    private @Nullable NodeId owner;

    private GuestMain(Dialogue toParent, String transport) {
        this.toParent = toParent;
        node = Node.start(NodeSettings.named("guest")
                .set("comity.transports", List.of(transport))
                .set("comity.session.keep-lost", KEEP_LOST));
        Twins.report(node.system(), toParent);
    }

    public static void main(String[] arguments) throws Exception {
        Elsewhere.ifAsked(arguments);
        Dialogue.serve(toParent -> new GuestMain(toParent, arguments[0]));
    }

    @Override
    public String answer(String command, String rest) {
        switch (command) {
            case "id":
                return node.id().text();
            case "accept":
                owner = node.accept(rest);
                return "";
            case "meet":
                meet(rest.split(" "));
                return "";
            case "ask":
                return ask(rest);
            case "ask-later":
                greet(rest)
                        .whenComplete((greeting, failure) ->
                                toParent.event(failure == null ? "greeted" : "failed " + failure));
                return "";
            case "watch":
                watch();
                return "";
            default:
                throw new IllegalArgumentException("a guest does not know " + command);
        }
    }

    private void meet(String[] idAndAddress) {
        NodeId met = NodeId.parse(idAndAddress[0]).toOptional().orElseThrow();
        node.meet(met, List.of(Address.parse(idAndAddress[1]).orElseThrow()));
        owner = met;
    }

    /** The greeting, or how it was refused. */
    private String ask(String engine) {
        try {
            return greet(engine).toCompletableFuture().join();
        } catch (CompletionException failed) {
            return String.valueOf(Objects.requireNonNull(failed.getCause()).getMessage());
        }
    }

    private CompletionStage<String> greet(String engine) {
        Caller<Greeter.Command> caller =
                new Caller<>(node, new EngineId(owner(), engine), Greeter.Command.class, DEADLINE);
        ActorRef<Greeter.Command> greeter = caller.engine();
        return caller.<Greeter.Greeting>ask(greeter, replyTo -> new Greeter.Greet("Bob", replyTo))
                .thenApply(Greeter.Greeting::text)
                .whenComplete((greeting, failure) -> caller.close());
    }

    private void watch() {
        ActorRef<Greeter.Command> greeter = node.engine(owner(), "greeter", Greeter.Command.class);
        Watcher.of(node.system(), greeter, () -> toParent.event("ended"));
    }

    private NodeId owner() {
        return Objects.requireNonNull(owner, "no owner is known yet");
    }

    @Override
    public void close() {
        node.close();
    }
}
