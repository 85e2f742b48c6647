package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sealed interface as a component: {@code [wire name of the case, body of the case]}. */
final class ChoicePart implements Part {
    private final DataType type;
    private List<WireType> cases = List.of();
    private Layout layout = Layout.of(Layout.Kind.OPAQUE);
    private final Map<String, WireType> byName = new HashMap<>();
    private final ClassTable<Optional<WireType>> byClass = new ClassTable<>(this::find);

    ChoicePart(DataType type) {
        this.type = type;
    }

    /** Called once, before the part is used: a case may lead back to this choice. */
    void complete(List<WireType> all) {
        cases = all;
        all.forEach(each -> byName.put(each.name(), each));
        List<String> names = all.stream().map(WireType::name).toList();
        layout = new Layout(
                Layout.Kind.CHOICE,
                names,
                name -> all.get(names.indexOf(name)).part().layout());
    }

    private Optional<WireType> find(Class<?> candidate) {
        return cases.stream().filter(each -> each.part().accepts(candidate)).findFirst();
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        WireType chosen = byClass.get(value.getClass())
                .orElseThrow(
                        () -> new EncodingException(Names.path(value.getClass()) + " is private; it stays at home"));
        out.writeStartArray(value, 2);
        Text.write(out, chosen.name());
        chosen.part().write(out, value, references);
        out.writeEndArray();
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        if (in.array("not a choice") != 2) {
            throw new MalformedBody("not a choice");
        }
        WireType chosen = byName.get(in.text());
        if (chosen == null) {
            throw new MalformedBody("unknown case");
        }
        return chosen.part().read(in, references);
    }

    @Override
    public void describe(Description text) {
        text.define(type, "choice", () -> cases.forEach(text::add));
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public boolean accepts(Class<?> candidate) {
        return type.raw().isAssignableFrom(candidate);
    }
}
