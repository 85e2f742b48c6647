package io.comity.engine;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/** An {@code ActorRef<X>}: the index of a table entry, an unsigned integer below 2^63; nothing else names an actor. */
final class ReferencePart implements Part {
    private final Protocol<?> protocol;

    ReferencePart(Protocol<?> protocol) {
        this.protocol = protocol;
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        out.writeNumber(references.export((ActorRef<?>) value, protocol));
    }

    @Override
    public Object read(BodyReader in, References references) throws MalformedBody {
        ActorRef<?> ref = references.importRef(in.integer(0, Long.MAX_VALUE), protocol);
        if (ref == null) {
            throw new MalformedBody("unknown reference");
        }
        return ref;
    }

    @Override
    public void describe(Description text) {
        text.add("ref(").add(protocol).add(")");
    }

    @Override
    public Layout layout() {
        return Layout.of(Layout.Kind.OPAQUE);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return ActorRef.class.isAssignableFrom(type);
    }
}
