package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** An enum: the name of the constant as text. */
final class EnumPart implements Part {
    private final Class<?> type;
    private final Layout layout;
    private final Map<String, Enum<?>> constants = new LinkedHashMap<>();

    EnumPart(Class<?> type) {
        this.type = type;
        Arrays.stream(type.getEnumConstants()).forEach(c -> constants.put(((Enum<?>) c).name(), (Enum<?>) c));
        this.layout =
                new Layout(Layout.Kind.ENUM, List.copyOf(constants.keySet()), name -> Layout.of(Layout.Kind.OPAQUE));
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        Text.write(out, ((Enum<?>) value).name());
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        Enum<?> constant = constants.get(in.text());
        if (constant == null) {
            throw new MalformedBody("unknown enum constant");
        }
        return constant;
    }

    @Override
    public void describe(Description text) {
        text.add("enum(" + String.join(",", new TreeSet<>(constants.keySet())) + ")");
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public boolean accepts(Class<?> candidate) {
        return type.isAssignableFrom(candidate);
    }

    @Override
    public boolean isOrdered() {
        return true;
    }
}
