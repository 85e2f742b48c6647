package io.comity.engine;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the types of one protocol, and of the protocols its refs lead to, and prepares each; or refuses the first that
 * cannot travel. Types may lead back to themselves: each is entered in a table before its inside is looked at.
 */
final class Survey {
    /** Records and choices in one survey: a generic record that holds a larger instance of itself would never end. */
    static final int MAX_TYPES = 512;

    private final Map<DataType, Protocol<?>> known;
    private final Map<DataType, Protocol<?>> found = new HashMap<>();
    private final Map<DataType, Part> parts = new HashMap<>();

    /** @param known protocols of earlier surveys, which need not be walked again */
    Survey(Map<DataType, Protocol<?>> known) {
        this.known = known;
    }

    /** The protocols this survey has prepared. */
    Map<DataType, Protocol<?>> found() {
        return found;
    }

    Protocol<?> protocol(DataType type, String path) {
        Protocol<?> earlier = known.getOrDefault(type, found.get(type));
        if (earlier != null) {
            return earlier;
        }
        Protocol<?> protocol = new Protocol<>(type);
        found.put(type, protocol);
        protocol.complete(
                type.raw().isInterface() && type.raw().isSealed()
                        ? cases(type)
                        : List.of(new WireType(type.simpleName(), type.raw(), part(type, path))));
        return protocol;
    }

    private Part part(DataType type, String path) {
        Class<?> raw = type.raw();
        Scalar scalar = Scalar.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw.isEnum()) {
            return new EnumPart(raw);
        }
        if (raw == ActorRef.class) {
            return new ReferencePart(protocol(argument(type, 0), path));
        }
        if (raw == StatusReply.class) {
            return new StatusPart(part(argument(type, 0), path));
        }
        if (raw == Done.class) {
            return DonePart.INSTANCE;
        }
        if (raw == List.class) {
            return CollectionPart.list(part(argument(type, 0), path));
        }
        if (raw == Set.class) {
            return CollectionPart.set(part(argument(type, 0), path));
        }
        if (raw == Optional.class) {
            return new OptionalPart(part(argument(type, 0), path));
        }
        if (raw == Map.class) {
            return new MapPart(key(argument(type, 0), path), part(argument(type, 1), path));
        }
        Part earlier = parts.get(type);
        return earlier != null ? earlier : compound(type, path);
    }

    private Part compound(DataType type, String path) {
        if (parts.size() == MAX_TYPES) {
            throw new ProtocolException(path + ": leads to more than " + MAX_TYPES
                    + " types; a generic record may not hold" + " ever larger instances of itself");
        }
        if (type.raw().isRecord()) {
            return record(type);
        }
        ChoicePart choice = new ChoicePart(type);
        parts.put(type, choice);
        choice.complete(cases(type));
        return choice;
    }

    private Part record(DataType type) {
        String name = Names.path(type.raw());
        RecordPart part = new RecordPart(type);
        parts.put(type, part);
        Map<String, DataType> bindings = type.bindings();
        List<Part> inside = new ArrayList<>();
        for (RecordComponent component : type.raw().getRecordComponents()) {
            String path = name + "." + component.getName();
            inside.add(part(DataType.of(component.getGenericType(), bindings, path), path));
        }
        part.complete(inside);
        return part;
    }

    private Part key(DataType type, String path) {
        Part part = part(type, path);
        if (part instanceof EnumPart || part instanceof Scalar scalar && scalar.isKey()) {
            return part;
        }
        throw new ProtocolException(
                path + ": " + type.raw().getTypeName() + " cannot be the key of a Map that travels between nodes; use a"
                        + " String, an integer, an enum or a UUID");
    }

    private List<WireType> cases(DataType sealed) {
        List<DataType> concrete = Cases.of(sealed);
        List<Class<?>> classes = new ArrayList<>();
        concrete.forEach(each -> classes.add(each.raw()));
        List<String> names = Names.onTheWire(classes);
        List<WireType> types = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            types.add(new WireType(names.get(i), classes.get(i), part(concrete.get(i), Names.path(classes.get(i)))));
        }
        types.sort(Names.ORDER);
        return List.copyOf(types);
    }

    private static DataType argument(DataType type, int index) {
        return type.arguments().get(index);
    }
}
