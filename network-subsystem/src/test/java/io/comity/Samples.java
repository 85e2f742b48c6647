package io.comity;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One sample of every message of an engine's protocol, private ones included, made from samples of what they hold. javac
 * cannot tell a receive table that lacks a row; sending every sample can.
 */
public final class Samples {
    private final Map<Class<?>, Object> values = new HashMap<>();

    /** What a component of this type holds. */
    public <T> Samples with(Class<? super T> type, T value) {
        values.put(type, value);
        return this;
    }

    /** One message for each class that {@code protocol} permits, each constant for an enum. */
    public <M> List<M> of(Class<M> protocol) {
        List<M> samples = new ArrayList<>();
        for (Class<?> permitted : protocol.getPermittedSubclasses()) {
            if (permitted.isEnum()) {
                Arrays.stream(permitted.getEnumConstants()).map(protocol::cast).forEach(samples::add);
            } else {
                samples.add(protocol.cast(record(permitted)));
            }
        }
        return samples;
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(types).map(this::value).toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(type + " cannot be made", impossible);
        }
    }

    private Object value(Class<?> type) {
        Object value = values.get(type);
        if (value == null) {
            throw new AssertionError("there is no sample of " + type);
        }
        return value;
    }
}
