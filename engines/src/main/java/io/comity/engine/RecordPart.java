package io.comity.engine;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A record: a CBOR map from component name to component, written in the order of declaration and read in any order. Every
 * component must be there exactly once, and nothing else.
 */
final class RecordPart implements Part {
    private record Component(
            String name, SerializedString key, byte[] encodedKey, Function<Object, Object> accessor, Part part) {}

    private final DataType described;
    private final Class<?> type;
    private final MethodHandle constructor;
    private Component[] components = {};
    private Layout layout = Layout.of(Layout.Kind.OPAQUE);

    RecordPart(DataType described) {
        this.described = described;
        this.type = described.raw();
        this.constructor = RecordAccess.constructor(type);
    }

    /** Called once, before the part is used: a component may lead back to this record. */
    void complete(List<Part> parts) {
        RecordComponent[] declared = type.getRecordComponents();
        List<Component> all = new ArrayList<>();
        for (int i = 0; i < declared.length; i++) {
            String name = declared[i].getName();
            all.add(new Component(
                    name,
                    new SerializedString(name),
                    Text.encoded(name),
                    RecordAccess.accessor(declared[i]),
                    parts.get(i)));
        }
        components = all.toArray(Component[]::new);
        List<String> names = all.stream().map(Component::name).toList();
        layout = new Layout(
                Layout.Kind.RECORD,
                names,
                name -> all.get(names.indexOf(name)).part.layout());
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        out.writeStartObject(value, components.length);
        for (Component component : components) {
            out.writeFieldName(component.key);
            Object inside = component.accessor.apply(value);
            if (inside == null) {
                throw new EncodingException(Names.path(type) + "." + component.name + " is null; use an Optional");
            }
            component.part.write(out, inside, references);
        }
        out.writeEndObject();
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        int count = in.map();
        Object[] values = new Object[components.length];
        for (int i = 0; i < count; i++) {
            int at = i < values.length && in.passes(components[i].encodedKey) ? i : find(in.text());
            if (values[at] != null) {
                throw new MalformedBody("the same component twice");
            }
            values[at] = components[at].part.read(in, references);
        }
        if (count < values.length) {
            throw new MalformedBody("missing component");
        }
        return make(values);
    }

    private int find(String name) throws MalformedBody {
        for (int i = 0; i < components.length; i++) {
            if (components[i].name.equals(name)) {
                return i;
            }
        }
        throw new MalformedBody("unknown component");
    }

    /** The constructor is the user's, and may have its own idea of which values are good. */
    private Object make(Object[] values) throws MalformedBody {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error ours) {
            throw ours;
        } catch (Throwable refused) {
            throw new MalformedBody("refused by the constructor of its record");
        }
    }

    @Override
    public void describe(Description text) {
        Component[] byName = components.clone();
        Arrays.sort(byName, Comparator.comparing(Component::name));
        text.define(
                described,
                "record",
                () -> Arrays.stream(byName).forEach(each -> text.add(new WireType(each.name, type, each.part))));
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public boolean accepts(Class<?> candidate) {
        return type == candidate;
    }
}
