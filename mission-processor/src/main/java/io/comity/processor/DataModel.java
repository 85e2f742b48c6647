package io.comity.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Which types a message may hold: the mirror of {@code io.comity.engine.DataType}, rule by rule and word by word. */
final class DataModel {
    static final String REFERENCE = "akka.actor.typed.ActorRef";

    private static final Map<String, String> SCALARS = Map.ofEntries(
            Map.entry("java.lang.Boolean", "boolean"),
            Map.entry("java.lang.Byte", "byte"),
            Map.entry("java.lang.Short", "short"),
            Map.entry("java.lang.Integer", "int"),
            Map.entry("java.lang.Long", "long"),
            Map.entry("java.lang.Character", "char"),
            Map.entry("java.lang.Float", "float"),
            Map.entry("java.lang.Double", "double"),
            Map.entry("java.lang.String", "String"),
            Map.entry("java.math.BigInteger", "BigInteger"),
            Map.entry("java.util.UUID", "UUID"),
            Map.entry("java.time.Instant", "Instant"),
            Map.entry("java.time.Duration", "Duration"),
            Map.entry("akka.Done", "Done"));

    /** Those whose equality is the same in every language. */
    private static final Set<String> KEYS = Set.of("String", "byte", "short", "int", "long", "UUID");

    private static final Map<String, String> GENERIC = Map.of(
            "java.util.List",
            "List",
            "java.util.Set",
            "Set",
            "java.util.Map",
            "Map",
            "java.util.Optional",
            "Optional",
            REFERENCE,
            "ActorRef",
            "akka.pattern.StatusReply",
            "StatusReply");

    private final Elements elements;
    private final Types types;

    DataModel(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /**
     * Closes {@code type}.
     *
     * @param bindings what the type variables of the surrounding record stand for
     */
    Closed close(TypeMirror type, Map<String, Closed> bindings, Place place) throws CannotTravel {
        if (type.getKind().isPrimitive()) {
            return Closed.scalar(Names.reflected(types.getPrimitiveType(type.getKind()), elements));
        }
        if (type instanceof ArrayType array) {
            return array(array, place);
        }
        if (type.getKind() == TypeKind.DECLARED && type instanceof DeclaredType declared) {
            return declared(declared, bindings, place);
        }
        if (type.getKind() == TypeKind.ERROR) {
            throw CannotTravel.unknown(place.at());
        }
        if (type.getKind() == TypeKind.TYPEVAR) {
            Closed bound = bindings.get(types.asElement(type).getSimpleName().toString());
            if (bound == null) {
                throw refuse(place, type, "say which type it stands for");
            }
            return bound;
        }
        throw refuse(place, type, "name one concrete type");
    }

    private Closed array(ArrayType array, Place place) throws CannotTravel {
        if (array.getComponentType().getKind() == TypeKind.BYTE) {
            return Closed.scalar("byte[]");
        }
        TypeMirror element = array.getComponentType();
        while (element instanceof ArrayType inner) {
            element = inner.getComponentType();
        }
        boolean isGeneric = element.getKind() == TypeKind.TYPEVAR
                || (element instanceof DeclaredType declared
                        && !declared.getTypeArguments().isEmpty());
        throw refuse(place, array, isGeneric ? "name one concrete type" : "use a List");
    }

    private Closed declared(DeclaredType type, Map<String, Closed> bindings, Place place) throws CannotTravel {
        TypeElement element = (TypeElement) type.asElement();
        String scalar = SCALARS.get(element.getQualifiedName().toString());
        if (scalar != null) {
            return Closed.scalar(scalar);
        }
        // Before anything about its arguments: what is wrong with Function<?, ?> is not the wildcard.
        if (!isModel(element)) {
            throw refuse(place, types.erasure(type), new Remedy(elements, types).of(element));
        }
        if (type.getTypeArguments().isEmpty() && !element.getTypeParameters().isEmpty()) {
            throw refuse(place, types.erasure(type), "give it its type arguments");
        }
        List<Closed> arguments = new ArrayList<>();
        for (TypeMirror argument : type.getTypeArguments()) {
            arguments.add(close(argument, bindings, place));
        }
        return new Closed(name(element), element, List.copyOf(arguments));
    }

    private String name(TypeElement element) {
        String generic = GENERIC.get(element.getQualifiedName().toString());
        return generic != null ? generic : elements.getBinaryName(element).toString();
    }

    private static boolean isModel(TypeElement element) {
        return element.getKind() == ElementKind.ENUM
                || element.getKind() == ElementKind.RECORD
                || Names.isSealedInterface(element)
                || GENERIC.containsKey(element.getQualifiedName().toString());
    }

    /** Whether a map may have keys of this type. */
    boolean isKey(Closed type) {
        return KEYS.contains(type.name()) || isEnum(type.element());
    }

    static boolean isEnum(@Nullable TypeElement element) {
        return element != null && element.getKind() == ElementKind.ENUM;
    }

    /** What it would be called in a run-time error. */
    String reflected(Closed type) {
        if (type.element() != null) {
            return elements.getBinaryName(type.element()).toString();
        }
        return SCALARS.entrySet().stream()
                .filter(scalar -> scalar.getValue().equals(type.name()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(type.name());
    }

    private CannotTravel refuse(Place place, TypeMirror type, String remedy) {
        return place.refuse(Names.reflected(type, elements) + " cannot travel between nodes; " + remedy);
    }
}
