package io.comity.fuzz;

import io.comity.engine.BodyCodec;
import java.util.Arrays;

/** What must hold of any body: it is refused, or read, and what is read is written in one form. */
final class Bodies {
    private static final int MAX_BYTES = 1 << 20;

    private final BodyCodec.Decoder decoder = BodyCodec.decoder(Letters.PROTOCOL, Mailboxes.REFERENCES, MAX_BYTES);
    private final BodyCodec.Encoder encoder = BodyCodec.encoder(Letters.PROTOCOL, Mailboxes.REFERENCES, MAX_BYTES);

    void judge(int type, byte[] body) {
        if (decoder.decode(type, body, 0, body.length) instanceof BodyCodec.Value read) {
            byte[] written = write(read.message());
            Must.hold(
                    decoder.decode(type, written, 0, written.length) instanceof BodyCodec.Value,
                    "what was read and written again is refused");
            BodyCodec.Value again = (BodyCodec.Value) decoder.decode(type, written, 0, written.length);
            Must.equal(write(again.message()), written, "what was read and written twice");
        }
    }

    private byte[] write(Object message) {
        encoder.encode(message);
        return Arrays.copyOf(encoder.buffer(), encoder.length());
    }
}
