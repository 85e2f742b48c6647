package io.comity.proxy;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import io.comity.selection.Preference;
import java.util.function.LongSupplier;
import scala.runtime.BoxedUnit;

/**
 * A message and the terms of its {@link Delivery}, for an EngineProxy.
 *
 * @param begunNanos when it was told
 * @param withinNanos of then; {@link #EVER} for no limit
 */
public record Dispatch(Object message, Preference preference, long begunNanos, long withinNanos) {
    public static final long EVER = Long.MAX_VALUE;

    /** An engine of a remote node, under these terms: a function that costs no actor, and cannot be watched. */
    public static ActorRef<Object> ref(
            ActorRef<Object> proxy, Delivery delivery, ActorSystem system, LongSupplier nanoTime) {
        ExtendedActorSystem extended = (ExtendedActorSystem) system;
        long within = delivery.within().toNanos();
        FunctionRef function =
                new FunctionRef(extended.provider().tempPath(), extended.provider(), system, (sender, message) -> {
                    proxy.tell(new Dispatch(message, delivery.preference(), nanoTime.getAsLong(), within));
                    return BoxedUnit.UNIT;
                });
        return Adapter.<Object>toTyped(function);
    }

    boolean isLimited() {
        return withinNanos != EVER;
    }

    /** What is left of its time, which may be less than nothing. */
    long leftNanos(long nowNanos) {
        return isLimited() ? withinNanos - (nowNanos - begunNanos) : EVER;
    }
}
