package io.comity.transport.artery.guard;

import java.lang.reflect.Field;

/** Reads and writes private fields of Akka 2.8.5. */
final class Inside {
    private Inside() {}

    static Object get(Class<?> declaring, Object object, String name) {
        try {
            return field(declaring, name).get(object);
        } catch (ReflectiveOperationException changed) {
            throw unknown(name, changed);
        }
    }

    static void set(Class<?> declaring, Object object, String name, Object value) {
        try {
            field(declaring, name).set(object, value);
        } catch (ReflectiveOperationException changed) {
            throw unknown(name, changed);
        }
    }

    private static Field field(Class<?> declaring, String name) throws NoSuchFieldException {
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static IllegalStateException unknown(String name, ReflectiveOperationException cause) {
        return new IllegalStateException("this Akka has no field " + name + "; only 2.8.5 is known", cause);
    }
}
