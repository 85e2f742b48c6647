package io.comity.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** One {@code @Mission} as it stands in the source. */
record Declaration(TypeElement on, AnnotationMirror annotation) {
    static final String MISSION = "io.comity.offer.Mission";
    static final String SEVERAL = "io.comity.offer.Mission.Several";

    /** Those that stand on {@code type}, in their order. */
    static List<Declaration> on(TypeElement type) {
        List<Declaration> declarations = new ArrayList<>();
        for (AnnotationMirror annotation : type.getAnnotationMirrors()) {
            String name = annotation.getAnnotationType().toString();
            if (name.equals(MISSION)) {
                declarations.add(new Declaration(type, annotation));
            } else if (name.equals(SEVERAL)) {
                for (AnnotationValue each : list(value(annotation, "value"))) {
                    declarations.add(new Declaration(type, (AnnotationMirror) each.getValue()));
                }
            }
        }
        return declarations;
    }

    String name() {
        AnnotationValue name = value("value");
        return name == null ? "" : String.valueOf(name.getValue());
    }

    List<? extends AnnotationValue> engines() {
        return list(value("engines"));
    }

    List<? extends AnnotationValue> messages() {
        return list(value("messages"));
    }

    /** Null when it is not written. */
    @Nullable
    AnnotationValue value(String attribute) {
        return value(annotation, attribute);
    }

    private static @Nullable AnnotationValue value(AnnotationMirror annotation, String attribute) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                annotation.getElementValues().entrySet()) {
            if (each.getKey().getSimpleName().contentEquals(attribute)) {
                return each.getValue();
            }
        }
        return null;
    }

    private static List<? extends AnnotationValue> list(@Nullable AnnotationValue value) {
        List<AnnotationValue> list = new ArrayList<>();
        if (value != null && value.getValue() instanceof List<?> values) {
            values.forEach(each -> list.add((AnnotationValue) each));
        }
        return list;
    }
}
