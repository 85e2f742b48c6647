package io.comity.node;

import java.nio.ByteBuffer;

/** A body that is written once and said often, each time with another ref in it; refs of {@link Mallory#newRef} are of one length. */
final class Template {
    private static final long MARK = 0x1122334455667788L;

    private final byte[] body;

    private Template(byte[] body) {
        this.body = body;
    }

    static <M> Template of(Class<M> protocol, M message) {
        return new Template(RawPeer.body(protocol, message, MARK));
    }

    byte[] with(long ref) {
        ByteBuffer copy = ByteBuffer.wrap(body.clone());
        for (int at = 0; at <= body.length - Long.BYTES; at++) {
            if (copy.getLong(at) == MARK) {
                copy.putLong(at, ref);
            }
        }
        return copy.array();
    }
}
