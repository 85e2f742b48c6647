package io.comity.engine;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A Java type with nothing left open: no wildcard, no raw type, no type variable. A primitive is its box. */
record DataType(Class<?> raw, List<DataType> arguments) {
    private static final Set<Class<?>> GENERIC =
            Set.of(List.class, Set.class, Map.class, Optional.class, ActorRef.class, StatusReply.class);

    /**
     * Closes {@code type}.
     *
     * @param bindings what the type variables of the surrounding record stand for
     * @param path names the component in the error
     */
    static DataType of(Type type, Map<String, DataType> bindings, String path) {
        if (type instanceof Class<?> raw) {
            requireModel(raw, path);
            if (raw.getTypeParameters().length > 0) {
                throw refuse(path, type, "give it its type arguments");
            }
            return new DataType(MethodType.methodType(raw).wrap().returnType(), List.of());
        }
        if (type instanceof ParameterizedType generic) {
            requireModel((Class<?>) generic.getRawType(), path);
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

    /** Before anything about its arguments: what is wrong with {@code Function<?, ?>} is not the wildcard. */
    private static void requireModel(Class<?> raw, String path) {
        boolean isModel = Scalar.of(raw) != null
                || raw.isEnum()
                || raw.isRecord()
                || raw.isInterface() && raw.isSealed()
                || raw == Done.class
                || GENERIC.contains(raw);
        if (!isModel) {
            throw refuse(path, raw, Remedy.of(raw));
        }
    }

    private static ProtocolException refuse(String path, Type type, String remedy) {
        String prefix = path.isEmpty() ? "" : path + ": ";
        return new ProtocolException(prefix + type.getTypeName() + " cannot travel between nodes; " + remedy);
    }

    /** What the type variables of this type stand for. */
    Map<String, DataType> bindings() {
        Map<String, DataType> bindings = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            bindings.put(variables[i].getName(), arguments.get(i));
        }
        return bindings;
    }

    /** Without packages and enclosing classes: {@code List<Greeting>}. */
    String simpleName() {
        return raw.getSimpleName() + list(DataType::simpleName);
    }

    private String list(Function<DataType, String> name) {
        return arguments.isEmpty() ? "" : arguments.stream().map(name).collect(Collectors.joining(",", "<", ">"));
    }

    /** Without packages: {@code List<Greeter.Greeting>}. */
    @Override
    public String toString() {
        return Names.path(raw) + list(DataType::toString);
    }
}
