package io.comity.processor;

import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What to use instead of a type that cannot travel: the mirror of {@code io.comity.engine.Remedy}. */
final class Remedy {
    private final Elements elements;
    private final Types types;

    Remedy(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    String of(TypeElement type) {
        String name = type.getQualifiedName().toString();
        if (name.equals("java.lang.Object")) {
            return "use a record or a sealed interface of records";
        }
        if (isFunctional(type)) {
            return "use a record or an ActorRef";
        }
        if (is(type, "java.util.Collection")) {
            return "use a List or a Set";
        }
        if (is(type, "java.time.temporal.Temporal") || name.equals("java.util.Date")) {
            return "use an Instant";
        }
        if (is(type, "java.util.Map")) {
            return "use a Map";
        }
        return type.getKind().isInterface() ? "use a sealed interface of records" : "use a record";
    }

    private boolean is(TypeElement type, String above) {
        TypeElement known = elements.getTypeElement(above);
        return known != null && types.isAssignable(types.erasure(type.asType()), types.erasure(known.asType()));
    }

    private boolean isFunctional(TypeElement type) {
        return type.getKind().isInterface()
                && ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
                                .filter(this::isLeftToImplement)
                                .count()
                        == 1;
    }

    /** {@code Comparator} repeats {@code equals}, which every object has. */
    private boolean isLeftToImplement(ExecutableElement method) {
        return method.getModifiers().contains(Modifier.ABSTRACT)
                && ElementFilter.methodsIn(object().getEnclosedElements()).stream()
                        .filter(known -> known.getModifiers().contains(Modifier.PUBLIC))
                        .noneMatch(known -> isSame(known, method));
    }

    private boolean isSame(ExecutableElement known, ExecutableElement method) {
        List<? extends VariableElement> theirs = method.getParameters();
        boolean isSame = known.getSimpleName().equals(method.getSimpleName())
                && known.getParameters().size() == theirs.size();
        for (int i = 0; isSame && i < theirs.size(); i++) {
            isSame = types.isSameType(
                    types.erasure(known.getParameters().get(i).asType()),
                    types.erasure(theirs.get(i).asType()));
        }
        return isSame;
    }

    private Element object() {
        return types.asElement(elements.getTypeElement("java.lang.Object").asType());
    }
}
