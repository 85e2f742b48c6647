package io.comity.engine;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

/** What to use instead of a type that cannot travel. */
final class Remedy {
    private Remedy() {}

    static String of(Class<?> type) {
        if (type.isArray()) {
            return "use a List";
        }
        if (type == Object.class) {
            return "use a record or a sealed interface of records";
        }
        if (isFunctional(type)) {
            return "use a record or an ActorRef";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "use a List or a Set";
        }
        if (Temporal.class.isAssignableFrom(type) || type == Date.class) {
            return "use an Instant";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "use a Map";
        }
        if (type.isInterface()) {
            return "use a sealed interface of records";
        }
        return "use a record";
    }

    private static boolean isFunctional(Class<?> type) {
        return type.isInterface()
                && Arrays.stream(type.getMethods())
                                .filter(Remedy::isLeftToImplement)
                                .count()
                        == 1;
    }

    /** {@code Comparator} repeats {@code equals}, which every object has. */
    private static boolean isLeftToImplement(Method method) {
        return Modifier.isAbstract(method.getModifiers())
                && Arrays.stream(Object.class.getMethods())
                        .noneMatch(known -> known.getName().equals(method.getName())
                                && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
    }
}
