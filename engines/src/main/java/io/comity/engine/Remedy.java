package io.comity.engine;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;

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
        if (java.util.Map.class.isAssignableFrom(type)) {
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
                                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                                .count()
                        == 1;
    }
}
