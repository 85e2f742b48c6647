package io.comity.processor;

import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/** What a type looks like to whoever has to send it. */
sealed interface Shape {
    record Field(String name, String type) {}

    /** Fields in the order of declaration. */
    record OfRecord(List<Field> fields) implements Shape {}

    record OfEnum(List<String> constants) implements Shape {}

    /** Cases in alphabetical order. */
    record OfChoice(List<String> cases) implements Shape {}

    static Shape record(List<Field> fields) {
        return new OfRecord(fields);
    }

    static Shape of(TypeElement constants) {
        return new OfEnum(constants.getEnclosedElements().stream()
                .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
                .map(Element::getSimpleName)
                .map(Object::toString)
                .toList());
    }

    static Shape choice(List<Closed> cases) {
        return new OfChoice(cases.stream().map(Closed::toString).sorted().toList());
    }
}
