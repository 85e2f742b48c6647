package io.comity.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What types are called: on the wire, and in what we tell the programmer. */
final class Names {
    private Names() {}

    /** The name with its enclosing classes and without its package: {@code Greeter.Greet}. */
    static String path(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || type.getSimpleName().isEmpty()
                ? type.getTypeName().substring(type.getTypeName().lastIndexOf('.') + 1)
                : path(outer) + "." + type.getSimpleName();
    }

    /**
     * Names {@code types} by their simple name, or by their path where two share it.
     *
     * @return the names, in the order of {@code types}
     * @throws ProtocolException if two still have the same name
     */
    static List<String> onTheWire(List<Class<?>> types) {
        Map<String, Integer> uses = new HashMap<>();
        types.forEach(type -> uses.merge(type.getSimpleName(), 1, Integer::sum));
        Map<String, Class<?>> taken = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Class<?> type : types) {
            String name = uses.getOrDefault(type.getSimpleName(), 0) > 1 ? path(type) : type.getSimpleName();
            Class<?> other = taken.put(name, type);
            if (other != null) {
                throw new ProtocolException(name + ": both " + other.getName() + " and " + type.getName()
                        + " would have this name on the wire; rename one");
            }
            names.add(name);
        }
        return names;
    }

    static final Comparator<WireType> ORDER = Comparator.comparing(WireType::name);
}
