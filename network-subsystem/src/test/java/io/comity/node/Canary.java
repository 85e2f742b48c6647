package io.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Sings when anybody makes one of the bytes that name it: whoever decodes classes by their names has run a stranger's choice of code. */
final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger SONGS = new AtomicInteger();

    static int songs() {
        return SONGS.get();
    }

    static byte[] serialized() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Canary());
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by whoever deserializes
    private void readObject(ObjectInputStream in) {
        SONGS.incrementAndGet();
    }
}
