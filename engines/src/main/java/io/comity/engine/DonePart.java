package io.comity.engine;

import akka.Done;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/** {@code akka.Done}, what a {@code StatusReply} says when there is nothing to say: an empty array. */
enum DonePart implements Part {
    INSTANCE;

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        out.writeStartArray(value, 0);
        out.writeEndArray();
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        if (in.array("not a done") != 0) {
            throw new MalformedBody("not a done");
        }
        return Done.getInstance();
    }

    @Override
    public void describe(Description text) {
        text.add("done");
    }

    @Override
    public Layout layout() {
        return Layout.of(Layout.Kind.OPAQUE);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return Done.class.isAssignableFrom(type);
    }
}
