package io.comity.engine;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records and enums below a sealed interface. Private ones are left out: they are what an engine tells itself (timers,
 * adapted replies), and no peer may say them.
 */
final class Cases {
    private final Set<DataType> concrete = new LinkedHashSet<>();

    private Cases() {}

    static List<DataType> of(DataType sealed) {
        Cases cases = new Cases();
        cases.descend(sealed);
        if (cases.concrete.isEmpty()) {
            throw new ProtocolException(Names.path(sealed.raw()) + ": nothing in it can travel between nodes; declare a"
                    + " record that is not private");
        }
        return List.copyOf(cases.concrete);
    }

    private void descend(DataType sealed) {
        for (Class<?> permitted : sealed.raw().getPermittedSubclasses()) {
            if (!Modifier.isPrivate(permitted.getModifiers())) {
                visit(permitted, sealed);
            }
        }
    }

    private void visit(Class<?> permitted, DataType parent) {
        boolean nested = permitted.isInterface() && permitted.isSealed();
        if (!nested && !permitted.isRecord() && !permitted.isEnum()) {
            throw new ProtocolException(Names.path(permitted) + ": " + kind(permitted)
                    + " cannot travel between nodes; make it a record, an enum or a sealed interface");
        }
        DataType type = close(permitted, parent);
        if (nested) {
            descend(type);
        } else {
            concrete.add(type);
        }
    }

    private static String kind(Class<?> type) {
        return type.isInterface() ? "a non-sealed interface" : "a class";
    }

    /** Finds what the type variables of {@code permitted} must be for it to be a {@code parent}. */
    private static DataType close(Class<?> permitted, DataType parent) {
        Map<String, DataType> bindings = new HashMap<>();
        for (Type implemented : permitted.getGenericInterfaces()) {
            if (implemented instanceof ParameterizedType generic && generic.getRawType() == parent.raw()) {
                bind(generic.getActualTypeArguments(), parent, bindings, Names.path(permitted));
            }
        }
        List<DataType> arguments = new ArrayList<>();
        for (TypeVariable<?> variable : permitted.getTypeParameters()) {
            arguments.add(DataType.of(variable, bindings, Names.path(permitted)));
        }
        return new DataType(permitted, List.copyOf(arguments));
    }

    private static void bind(Type[] declared, DataType parent, Map<String, DataType> bindings, String path) {
        for (int i = 0; i < declared.length; i++) {
            DataType wanted = parent.arguments().get(i);
            if (declared[i] instanceof TypeVariable<?> variable) {
                bindings.put(variable.getName(), wanted);
            } else if (!wanted.equals(DataType.of(declared[i], Map.of(), path))) {
                throw new ProtocolException(
                        path + ": cannot be a " + parent + "; use a sealed interface without type" + " parameters");
            }
        }
    }
}
