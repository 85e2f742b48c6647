package io.comity.router;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.proxy.NodeProxy;
import java.util.HashSet;
import java.util.Set;

/** Waits until each of some NodeProxies has settled, or has ended and its session with it. */
final class Settling {
    private final Set<ActorRef<NodeProxy.Command>> unsettled;
    private final Runnable then;

    private Settling(Set<ActorRef<NodeProxy.Command>> proxies, Runnable then) {
        this.unsettled = new HashSet<>(proxies);
        this.then = then;
    }

    /** @param then run once, on the thread of this actor, which then stops */
    static Behavior<NodeProxy.Settled> create(Set<ActorRef<NodeProxy.Command>> proxies, Runnable then) {
        return Behaviors.setup(context -> {
            proxies.forEach(context::watch);
            return new Settling(proxies, then).waiting();
        });
    }

    private Behavior<NodeProxy.Settled> waiting() {
        return unsettled.isEmpty()
                ? done()
                : Behaviors.receive(NodeProxy.Settled.class)
                        .onMessage(NodeProxy.Settled.class, settled -> without(settled.proxy()))
                        .onSignal(Terminated.class, ended -> without(ended.getRef()))
                        .build();
    }

    private Behavior<NodeProxy.Settled> without(ActorRef<?> proxy) {
        unsettled.removeIf(proxy::equals);
        return unsettled.isEmpty() ? done() : Behaviors.same();
    }

    private Behavior<NodeProxy.Settled> done() {
        then.run();
        return Behaviors.stopped();
    }
}
