package io.comity.engine;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Java type with nothing left open: no wildcard, no raw type, no type variable. */
record DataType(Class<?> raw, List<DataType> arguments) {
    /**
     * Closes {@code type}.
     *
     * @param bindings what the type variables of the surrounding record stand for
     * @param path names the component in the error
     */
    static DataType of(Type type, Map<String, DataType> bindings, String path) {
        if (type instanceof Class<?> raw) {
            if (raw.getTypeParameters().length > 0) {
                throw refuse(path, type, "give it its type arguments");
            }
            return new DataType(raw, List.of());
        }
        if (type instanceof ParameterizedType generic) {
            List<DataType> arguments = new ArrayList<>();
            for (Type argument : generic.getActualTypeArguments()) {
                arguments.add(of(argument, bindings, path));
            }
            return new DataType((Class<?>) generic.getRawType(), List.copyOf(arguments));
        }
        if (type instanceof TypeVariable<?> variable) {
            DataType bound = bindings.get(variable.getName());
            if (bound == null) {
                throw refuse(path, type, "say which type it stands for");
            }
            return bound;
        }
        throw refuse(path, type, "name one concrete type");
    }

    static ProtocolException refuse(String path, Type type, String remedy) {
        String prefix = path.isEmpty() ? "" : path + ": ";
        return new ProtocolException(prefix + type.getTypeName() + " cannot travel between nodes; " + remedy);
    }

    /** What the type variables of this type stand for. */
    Map<String, DataType> bindings() {
        Map<String, DataType> bindings = new java.util.HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            bindings.put(variables[i].getName(), arguments.get(i));
        }
        return bindings;
    }

    /** Without packages: {@code List<String>}. */
    @Override
    public String toString() {
        return arguments.isEmpty()
                ? Names.path(raw)
                : Names.path(raw)
                        + arguments.stream().map(DataType::toString).collect(Collectors.joining(",", "<", ">"));
    }
}
