package io.comity.transport.grpc;

import java.io.ByteArrayInputStream;

/** Opens the marshaller of gRPC's messages to the fuzzers, who are of another package. */
public final class Unwrapping {
    private final OneField marshaller;

    public Unwrapping(int maxContentBytes) {
        marshaller = new OneField(maxContentBytes);
    }

    /** Empty when {@code message} is refused. */
    public byte[] content(byte[] message) {
        return marshaller.parse(new ByteArrayInputStream(message));
    }

    public byte[] message(byte[] content) {
        return OneField.encode(content);
    }
}
