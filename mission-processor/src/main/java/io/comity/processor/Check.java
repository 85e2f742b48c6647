package io.comity.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Whether the declarations on one type say something, apart from whether its messages can travel. */
final class Check {
    private static final Pattern MISSION = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern ENGINE = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,62}[a-z0-9])?");

    private final Types types;
    private final List<Fault> faults = new ArrayList<>();

    private Check(Types types) {
        this.types = types;
    }

    /** What is wrong with the declarations; nothing if nothing is. */
    static List<Fault> declarations(TypeElement type, List<Declaration> declarations, Types types) {
        Check check = new Check(types);
        Set<String> names = new HashSet<>();
        for (Declaration declaration : declarations) {
            check.name(declaration, names);
            check.engines(declaration);
        }
        check.place(type, declarations.get(0));
        return check.faults;
    }

    private void name(Declaration declaration, Set<String> names) {
        String name = declaration.name();
        if (!MISSION.matcher(name).matches()) {
            refuse(
                    declaration,
                    "value",
                    "mission name \"" + name
                            + "\" is not allowed; use 1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
        } else if (!names.add(name)) {
            refuse(
                    declaration,
                    "value",
                    "mission \"" + name + "\" is declared twice on " + Names.path(declaration.on())
                            + "; write it once, with all engines and messages");
        }
    }

    private void engines(Declaration declaration) {
        for (AnnotationValue engine : declaration.engines()) {
            String name = String.valueOf(engine.getValue());
            if (!ENGINE.matcher(name).matches()) {
                refuse(
                        declaration,
                        "engines",
                        "no engine can be called \"" + name
                                + "\"; use 1 to 64 of a-z 0-9 - . _ / and begin and end with a letter or digit");
            }
        }
    }

    private void place(TypeElement type, Declaration first) {
        if (Names.isSealedInterface(type)) {
            return;
        }
        String name = Names.path(type);
        if (type.getKind() != ElementKind.RECORD && type.getKind() != ElementKind.ENUM) {
            refuse(
                    first,
                    null,
                    name + " is no message: only a record or an enum that a sealed interface permits, or the sealed"
                            + " interface itself, can be in a mission");
        } else if (type.getInterfaces().stream().noneMatch(this::isSealed)) {
            refuse(
                    first,
                    null,
                    name
                            + " is no message: no sealed interface permits it; let it implement the protocol of its engine");
        } else if (type.getModifiers().contains(Modifier.PRIVATE)) {
            refuse(
                    first,
                    null,
                    name + " is private: it is what an engine tells itself, and no other node may send it; remove the"
                            + " annotation or the private");
        }
    }

    private boolean isSealed(TypeMirror type) {
        return types.asElement(type) instanceof TypeElement element && Names.isSealedInterface(element);
    }

    /** The messages that the declaration names, of those there are. */
    static List<Closed> named(Declaration declaration, List<Closed> messages, Types types, List<Fault> faults) {
        if (declaration.messages().isEmpty()) {
            return messages;
        }
        Check check = new Check(types);
        Set<Closed> named = new HashSet<>();
        for (AnnotationValue value : declaration.messages()) {
            named.addAll(check.below(declaration, value, messages));
        }
        faults.addAll(check.faults);
        return messages.stream().filter(named::contains).toList();
    }

    private List<Closed> below(Declaration declaration, AnnotationValue value, List<Closed> messages) {
        TypeMirror wanted = (TypeMirror) value.getValue();
        List<Closed> below =
                messages.stream().filter(message -> isBelow(message, wanted)).toList();
        if (below.isEmpty()) {
            String name = wanted instanceof DeclaredType declared
                    ? declared.asElement().getSimpleName().toString()
                    : wanted.toString();
            refuse(
                    declaration,
                    "messages",
                    Names.path(declaration.on()) + " has no message " + name + " of another node; it has "
                            + messages.stream()
                                    .map(Closed::element)
                                    .map(each -> each == null
                                            ? ""
                                            : each.getSimpleName().toString())
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        return below;
    }

    private boolean isBelow(Closed message, TypeMirror wanted) {
        return message.element() != null
                && types.isSubtype(types.erasure(message.element().asType()), types.erasure(wanted));
    }

    private void refuse(Declaration declaration, @Nullable String attribute, String text) {
        faults.add(new Fault(
                text,
                declaration.on(),
                declaration.annotation(),
                attribute == null ? null : declaration.value(attribute)));
    }
}
