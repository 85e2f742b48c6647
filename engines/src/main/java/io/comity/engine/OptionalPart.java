package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An Optional: an array of no element or one. */
final class OptionalPart implements Part {
    private final Part element;
    private final Layout layout;

    OptionalPart(Part element) {
        this.element = element;
        this.layout = new Layout(Layout.Kind.OPTIONAL, List.of(), name -> element.layout());
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        Optional<?> optional = (Optional<?>) value;
        out.writeStartArray(value, optional.isPresent() ? 1 : 0);
        if (optional.isPresent()) {
            element.write(out, optional.get(), references);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        int size = in.array("not an optional");
        if (size > 1) {
            throw new MalformedBody("not an optional");
        }
        return size == 0 ? Optional.empty() : Optional.of(element.read(in, references));
    }

    @Override
    public void describe(Description text) {
        text.add("optional(").add(element).add(")");
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public boolean accepts(Class<?> type) {
        return type == Optional.class;
    }
}
