package io.comity.explore;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Objects whose constructors did not run, as reading them from a stream would make them. */
final class Blank {
    private static final Map<Class<?>, Constructor<?>> MAKERS = new ConcurrentHashMap<>();

    private Blank() {}

    static Object of(Class<?> type) throws ReflectiveOperationException {
        return MAKERS.computeIfAbsent(type, Blank::maker).newInstance();
    }

    private static Constructor<?> maker(Class<?> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object instance = factory.getMethod("getReflectionFactory").invoke(null);
            Method maker = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
            return (Constructor<?>) maker.invoke(instance, type, Object.class.getDeclaredConstructor());
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("this JDK makes no objects without a constructor", absent);
        }
    }
}
