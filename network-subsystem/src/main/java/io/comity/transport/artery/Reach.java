package io.comity.transport.artery;

import akka.actor.ActorRef;
import io.comity.artery.Endpoint;
import io.comity.transport.Wire;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How to reach others, once the ActorSystem listens.
 *
 * @param gateway the gateway of the node that listens there
 * @param accepted takes the wires that others open
 */
record Reach(Endpoint self, Function<Endpoint, ActorRef> gateway, Consumer<Wire> accepted, Forget forget) {

    /** Lets Artery forget an association that a stranger left behind. */
    interface Forget {
        void association(Endpoint endpoint, long uid);
    }
}
