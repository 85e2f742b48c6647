package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.selection.Preference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** EngineProxies that wait for their node to be connected over another transport than it is. Used by its NodeProxy only. */
final class Moves {
    private final Map<ActorRef<Object>, Preference> waiting = new LinkedHashMap<>();

    void add(ActorRef<Object> proxy, Preference wanted) {
        waiting.put(proxy, wanted);
    }

    /** What whoever has waited longest wants. */
    Optional<Preference> next() {
        return waiting.values().stream().findFirst();
    }

    /** Those whose wish was granted, or cannot be, wait no longer. */
    void settle(Predicate<Preference> decided) {
        waiting.entrySet().removeIf(each -> {
            boolean settled = decided.test(each.getValue());
            if (settled) {
                each.getKey().tell(EngineProxy.Moved.INSTANCE);
            }
            return settled;
        });
    }

    void forget(ActorRef<Object> proxy) {
        waiting.remove(proxy);
    }
}
