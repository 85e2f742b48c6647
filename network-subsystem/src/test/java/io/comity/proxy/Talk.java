package io.comity.proxy;

import akka.actor.typed.ActorRef;
import java.util.List;

/** Protocols that the tests of this package send in. */
final class Talk {
    sealed interface Command {}

    record Add(int number) implements Command {}

    record Bye(String why) implements Command {}

    record Count(ActorRef<Total> replyTo) implements Command {}

    record Total(int total) {}

    /** Their wire names, in the order of the protocol. */
    static final List<String> TYPES = List.of("Add", "Bye", "Count");

    private Talk() {}
}
