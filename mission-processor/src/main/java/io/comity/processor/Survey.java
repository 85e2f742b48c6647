package io.comity.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Walks all types that messages lead to and notes the shape of each, or refuses the first that cannot travel: the mirror of
 * {@code io.comity.engine.Survey}.
 */
final class Survey {
    /** Records and choices of one message: a generic record that holds a larger instance of itself would never end. */
    static final int MAX_TYPES = 512;

    record Noted(TypeElement element, Shape shape) {}

    private final DataModel model;
    private final Cases cases;
    private final SortedMap<String, Noted> noted = new TreeMap<>();
    private Set<Closed> entered = new HashSet<>();

    Survey(Elements elements, Types types) {
        this.model = new DataModel(elements, types);
        this.cases = new Cases(model, elements, types);
    }

    /** What was walked so far, by the name of the type. */
    SortedMap<String, Noted> noted() {
        return noted;
    }

    /** The messages that {@code annotated}, a record, an enum or a sealed interface, stands for. */
    List<Closed> messages(TypeElement annotated) throws CannotTravel {
        Place place = new Place(Names.path(annotated), annotated);
        entered = new HashSet<>();
        Closed type = model.close(annotated.asType(), Map.of(), place);
        if (!Names.isSealedInterface(annotated)) {
            part(type, place);
            return List.of(type);
        }
        List<Closed> messages = cases.of(type, annotated);
        for (Closed message : messages) {
            part(message, place);
        }
        return messages;
    }

    private void part(Closed type, Place place) throws CannotTravel {
        TypeElement element = type.element();
        if (element == null) {
            return;
        }
        if (element.getKind() == ElementKind.ENUM) {
            note(type, element, Shape.of(element));
        } else if (element.getKind() == ElementKind.RECORD) {
            compound(type, element, place);
        } else if (type.name().equals("Map")) {
            part(type.argument(0), place);
            requireKey(type.argument(0), place);
            part(type.argument(1), place);
        } else if (Set.of("List", "Set", "Optional", "ActorRef", "StatusReply").contains(type.name())) {
            part(type.argument(0), place);
        } else {
            compound(type, element, place);
        }
    }

    private void requireKey(Closed key, Place place) throws CannotTravel {
        if (!model.isKey(key)) {
            throw place.refuse(model.reflected(key)
                    + " cannot be the key of a Map that travels between nodes; use a String, an integer, an enum or a"
                    + " UUID");
        }
    }

    private void compound(Closed type, TypeElement element, Place place) throws CannotTravel {
        if (entered.contains(type)) {
            return;
        }
        if (entered.size() == MAX_TYPES) {
            throw place.refuse("leads to more than " + MAX_TYPES
                    + " types; a generic record may not hold ever larger instances of itself");
        }
        entered.add(type);
        if (element.getKind() == ElementKind.RECORD) {
            record(type, element);
            return;
        }
        List<Closed> concrete = cases.of(type, element);
        note(type, element, Shape.choice(concrete));
        for (Closed each : concrete) {
            part(each, place);
        }
    }

    private void record(Closed type, TypeElement element) throws CannotTravel {
        Map<String, Closed> bindings = type.bindings();
        List<Shape.Field> fields = new ArrayList<>();
        // The record components themselves have no position in the source; their fields do.
        for (VariableElement component : ElementFilter.fieldsIn(element.getEnclosedElements())) {
            if (!component.getModifiers().contains(Modifier.STATIC)) {
                Place place = place(element, component);
                Closed inside = model.close(component.asType(), bindings, place);
                fields.add(new Shape.Field(component.getSimpleName().toString(), inside.toString()));
                part(inside, place);
            }
        }
        note(type, element, Shape.record(List.copyOf(fields)));
    }

    private void note(Closed type, TypeElement element, Shape shape) {
        noted.put(type.toString(), new Noted(element, shape));
    }

    private static Place place(TypeElement record, Element component) {
        return new Place(Names.path(record) + "." + component.getSimpleName(), component);
    }
}
