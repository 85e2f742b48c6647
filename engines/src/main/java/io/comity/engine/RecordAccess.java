package io.comity.engine;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/** Turns the reflection of a record, once, into code that costs a call: accessors as lambdas, the constructor as a handle. */
final class RecordAccess {
    private RecordAccess() {}

    /** A handle of type {@code (Object[]) Object} that calls the canonical constructor. */
    static MethodHandle constructor(Class<?> type) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return lookup(type)
                    .findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw closed(type);
        }
    }

    @SuppressWarnings("unchecked")
    static Function<Object, Object> accessor(RecordComponent component) {
        Class<?> type = component.getDeclaringRecord();
        try {
            MethodHandles.Lookup lookup = lookup(type);
            MethodHandle getter = lookup.unreflect(component.getAccessor());
            MethodType erased = MethodType.methodType(Object.class, Object.class);
            return (Function<Object, Object>) LambdaMetafactory.metafactory(
                            lookup,
                            "apply",
                            MethodType.methodType(Function.class),
                            erased,
                            getter,
                            getter.type().wrap())
                    .getTarget()
                    .invoke();
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw closed(type);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    private static ProtocolException closed(Class<?> type) {
        return new ProtocolException(Names.path(type) + ": its components cannot be reached; open package "
                + type.getPackageName() + " to " + RecordAccess.class.getModule());
    }
}
