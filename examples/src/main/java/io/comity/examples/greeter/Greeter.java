package io.comity.examples.greeter;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.offer.Mission;

/**
 * An engine that greets whoever asks. It is the smallest complete one, and shows the four things that every engine has.
 *
 * <ol>
 *   <li><b>A protocol</b>: the sealed interface {@link Command}, and one record for each message that the engine accepts.
 *       Nothing else can reach it, and nothing in a record may be more than data or an {@code ActorRef}.
 *   <li><b>Replies</b>: a message that wants an answer carries the {@code ActorRef} to send it to. When the asker lives on
 *       somebody else's node, this gives the greeter the right to send there, and to nowhere else on that node.
 *   <li><b>A behaviour</b>: what it does with each message, made by {@link #create}.
 *   <li><b>No security code at all</b>: {@code @Mission} says which mission a message is in, the owner of the node grants that
 *       to whom she likes, or defines one of her own. A message that arrives here was allowed.
 * </ol>
 *
 * Offering it to a friend, and using it from the friend's node:
 * <pre>{@code
 * Node alice = Node.start("alice");
 * alice.spawn("greeter", Greeter.Command.class, Greeter.create());
 * Invitation ticket = alice.missions().define("hello").invite(Duration.ofDays(7));
 *
 * Node bob = Node.start("bob");
 * NodeId aliceId = bob.accept(ticket);
 * ActorRef<Greeter.Command> greeter = bob.engine(aliceId, "greeter", Greeter.Command.class);
 * }</pre>
 */
public final class Greeter {
    /** What the greeter understands. */
    public sealed interface Command {}

    /** Greet {@code name} and send the {@link Greeting} to {@code replyTo}. Expected sender: whoever was granted it. */
    @Mission(value = "hello", engines = "greeter")
    public record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    /** The answer to {@link Greet}. */
    public record Greeting(String text) {}

    private Greeter() {}

    /** A greeter has one state, in which it greets. */
    public static Behavior<Command> create() {
        return Behaviors.receive(Command.class)
                .onMessage(Greet.class, Greeter::onGreet)
                .build();
    }

    private static Behavior<Command> onGreet(Greet greet) {
        greet.replyTo().tell(new Greeting("Hello, " + greet.name() + "!"));
        return Behaviors.same();
    }
}
