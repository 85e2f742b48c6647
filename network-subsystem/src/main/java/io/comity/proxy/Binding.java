package io.comity.proxy;

import io.comity.engine.Protocol;
import io.comity.engine.ProtocolException;
import io.comity.mission.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How an EngineProxy sends to a learned engine: which place in the owner's list each message class has, found by the type's
 * wire name once per class. Belongs to one EngineProxy.
 */
final class Binding {
    private record Route(Outlet outlet, int type) {}

    private final EngineProxy.Learned learned;
    private final @Nullable Protocol<?> protocol;
    /** Most proxies are sent one class of messages, so the map is made for the second. */
    private @Nullable Class<?> firstClass;

    private @Nullable Route firstRoute;
    private @Nullable Map<Class<?>, Route> otherRoutes;

    /**
     * @param protocol what the user on this side sends in; without one, each message's own class says what it is
     */
    Binding(EngineProxy.Learned learned, @Nullable Protocol<?> protocol) {
        this.learned = learned;
        this.protocol = protocol;
    }

    Binding speaking(Protocol<?> other) {
        return new Binding(learned, other);
    }

    /** What the clock of this side will show after a time. */
    long deadlineMillis(long leftNanos) {
        return learned.session().clock().millis() + TimeUnit.NANOSECONDS.toMillis(leftNanos);
    }

    /** The reason when the message was not queued. A type the owner did not name is denied here, unsent. */
    @Nullable
    Reason send(Object message, Terms terms) {
        Class<?> type = message.getClass();
        Route route = type == firstClass ? firstRoute : other(type);
        return route == null ? Reason.DENIED : route.outlet().send(learned.ref(), route.type(), message, terms);
    }

    private @Nullable Route other(Class<?> type) {
        Route known = otherRoutes == null ? null : otherRoutes.get(type);
        return known == null ? remember(type, find(type)) : known;
    }

    private @Nullable Route remember(Class<?> type, @Nullable Route found) {
        if (found == null) {
            return null;
        }
        if (firstClass == null) {
            firstClass = type;
            firstRoute = found;
        } else {
            Map<Class<?>, Route> others = otherRoutes == null ? new HashMap<>() : otherRoutes;
            others.put(type, found);
            otherRoutes = others;
        }
        return found;
    }

    private @Nullable Route find(Class<?> messageClass) {
        Protocol<?> spoken = protocol == null || protocol.indexOf(messageClass) < 0 ? own(messageClass) : protocol;
        if (spoken == null) {
            return null;
        }
        int place = learned.types().indexOf(spoken.wireName(spoken.indexOf(messageClass)));
        return place < 0 ? null : new Route(learned.session().outlet(spoken), place);
    }

    private static @Nullable Protocol<?> own(Class<?> messageClass) {
        try {
            return Protocol.of(messageClass);
        } catch (ProtocolException cannotTravel) {
            return null;
        }
    }
}
