package io.comity.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** The records and enums below a sealed interface, private ones left out: the mirror of {@code io.comity.engine.Cases}. */
final class Cases {
    private final DataModel model;
    private final Elements elements;
    private final Types types;

    Cases(DataModel model, Elements elements, Types types) {
        this.model = model;
        this.elements = elements;
        this.types = types;
    }

    List<Closed> of(Closed sealed, TypeElement element) throws CannotTravel {
        Set<Closed> concrete = new LinkedHashSet<>();
        descend(sealed, element, concrete);
        if (concrete.isEmpty()) {
            throw place(element).refuse("nothing in it can travel between nodes; declare a record that is not private");
        }
        requireNames(concrete);
        return List.copyOf(concrete);
    }

    private void descend(Closed sealed, TypeElement element, Set<Closed> concrete) throws CannotTravel {
        for (TypeMirror permitted : element.getPermittedSubclasses()) {
            TypeElement child = (TypeElement) types.asElement(permitted);
            if (!child.getModifiers().contains(Modifier.PRIVATE)) {
                visit(child, sealed, concrete);
            }
        }
    }

    private void visit(TypeElement permitted, Closed parent, Set<Closed> concrete) throws CannotTravel {
        boolean nested = Names.isSealedInterface(permitted);
        if (!nested && permitted.getKind() != ElementKind.RECORD && permitted.getKind() != ElementKind.ENUM) {
            String kind = permitted.getKind().isInterface() ? "a non-sealed interface" : "a class";
            throw place(permitted)
                    .refuse(kind + " cannot travel between nodes; make it a record, an enum or a sealed interface");
        }
        Closed type = close(permitted, parent);
        if (nested) {
            descend(type, permitted, concrete);
        } else {
            concrete.add(type);
        }
    }

    /** Finds what the type variables of {@code permitted} must be for it to be a {@code parent}. */
    private Closed close(TypeElement permitted, Closed parent) throws CannotTravel {
        Map<String, Closed> bindings = new HashMap<>();
        for (TypeMirror implemented : permitted.getInterfaces()) {
            if (implemented.getKind() == TypeKind.DECLARED
                    && implemented instanceof DeclaredType generic
                    && generic.asElement().equals(parent.element())) {
                bind(generic.getTypeArguments(), parent, bindings, permitted);
            }
        }
        List<Closed> arguments = new ArrayList<>();
        for (TypeParameterElement variable : permitted.getTypeParameters()) {
            arguments.add(model.close(variable.asType(), bindings, place(permitted)));
        }
        return new Closed(elements.getBinaryName(permitted).toString(), permitted, List.copyOf(arguments));
    }

    private void bind(
            List<? extends TypeMirror> declared, Closed parent, Map<String, Closed> bindings, TypeElement permitted)
            throws CannotTravel {
        for (int i = 0; i < declared.size(); i++) {
            Closed wanted = parent.argument(i);
            if (declared.get(i).getKind() == TypeKind.TYPEVAR) {
                bindings.put(types.asElement(declared.get(i)).getSimpleName().toString(), wanted);
            } else if (!wanted.equals(model.close(declared.get(i), Map.of(), place(permitted)))) {
                throw place(permitted)
                        .refuse("cannot be a " + parent.path() + "; use a sealed interface without type parameters");
            }
        }
    }

    /** Two of one simple name are called by their paths on the wire, and these must differ. */
    private void requireNames(Set<Closed> concrete) throws CannotTravel {
        Map<String, TypeElement> taken = new HashMap<>();
        for (Closed type : concrete) {
            TypeElement element = type.element();
            TypeElement other = element == null ? null : taken.put(Names.path(element), element);
            if (element != null && other != null) {
                throw place(element)
                        .refuse("both " + elements.getBinaryName(other) + " and " + elements.getBinaryName(element)
                                + " would have this name on the wire; rename one");
            }
        }
    }

    private static Place place(TypeElement type) {
        return new Place(Names.path(type), type);
    }
}
