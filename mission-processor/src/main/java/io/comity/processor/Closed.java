package io.comity.processor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A type with nothing left open: no wildcard, no raw type, no type variable. Equal to others of the same text. */
final class Closed {
    private final String name;
    private final @Nullable TypeElement element;
    private final List<Closed> arguments;
    /** Made once: types may be nested deeper than a stack is. */
    private final String text;

    /**
     * @param name what it is called in the manifest, without arguments: a short one for scalars, which are the same boxed or
     *     not, and those of the collections; the binary name of a type of the program's own
     * @param element null for scalars
     */
    Closed(String name, @Nullable TypeElement element, List<Closed> arguments) {
        this.name = name;
        this.element = element;
        this.arguments = List.copyOf(arguments);
        this.text = name + list(Closed::toString);
    }

    static Closed scalar(String name) {
        return new Closed(name, null, List.of());
    }

    String name() {
        return name;
    }

    @Nullable
    TypeElement element() {
        return element;
    }

    Closed argument(int index) {
        return arguments.get(index);
    }

    /** What the type variables of this type stand for. */
    Map<String, Closed> bindings() {
        Map<String, Closed> bindings = new HashMap<>();
        for (int i = 0; element != null && i < arguments.size(); i++) {
            bindings.put(element.getTypeParameters().get(i).getSimpleName().toString(), arguments.get(i));
        }
        return bindings;
    }

    /** Without packages, as errors at run time say it. */
    String path() {
        return (element == null ? name : Names.path(element)) + list(Closed::path);
    }

    private String list(Function<Closed, String> each) {
        return arguments.isEmpty() ? "" : arguments.stream().map(each).collect(Collectors.joining(",", "<", ">"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Closed closed && closed.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
