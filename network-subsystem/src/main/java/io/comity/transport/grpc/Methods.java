package io.comity.transport.grpc;

import io.comity.transport.Wire;
import io.comity.wire.CoseSign1;
import io.grpc.MethodDescriptor;
import java.util.List;

/** The methods of {@code docs/protocol/comity.proto}. */
final class Methods {
    static final String SERVICE = "comity.v1.Comity";

    /**
     * One link: each message is a frame. A frame that is a byte too long must still reach the wire, which refuses it; gRPC's
     * own bound lies behind ours.
     */
    static final MethodDescriptor<byte[], byte[]> LINK =
            method("Link", MethodDescriptor.MethodType.BIDI_STREAMING, Wire.MAX_RECORD_BYTES);

    static final MethodDescriptor<byte[], byte[]> CALL =
            method("Call", MethodDescriptor.MethodType.UNARY, CoseSign1.MAX_OBJECT_BYTES);

    static final MethodDescriptor<byte[], byte[]> CAST =
            method("Cast", MethodDescriptor.MethodType.UNARY, CoseSign1.MAX_OBJECT_BYTES);

    static final List<MethodDescriptor<?, ?>> ALL = List.of(LINK, CALL, CAST);

    private Methods() {}

    static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type, int maxBytes) {
        OneField message = new OneField(maxBytes);
        return MethodDescriptor.<byte[], byte[]>newBuilder(message, message)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }
}
