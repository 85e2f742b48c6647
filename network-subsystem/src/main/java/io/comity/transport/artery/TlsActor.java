package io.comity.transport.artery;

import akka.actor.ActorCell;
import akka.actor.ActorContext;
import akka.actor.ActorRef;
import scala.collection.immutable.List;

/**
 * Finds the actor that drives a TLS connection. Akka asks for an engine in that actor's constructor and gives no other hold
 * on the connection; with the actor it can be watched and, when it never finishes its handshake, stopped.
 */
final class TlsActor {
    private TlsActor() {}

    /** The actor under construction on this thread. */
    static ActorRef current() {
        List<ActorContext> stack = ActorCell.contextStack().get();
        while (!stack.isEmpty()) {
            ActorContext context = stack.head();
            if (context != null) {
                return context.self();
            }
            stack = (List<ActorContext>) stack.tail();
        }
        throw new IllegalStateException("Akka makes engines elsewhere; only 2.8.5 is known");
    }
}
