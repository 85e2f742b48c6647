package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The plaintext of a record of each kind of ur-message; the second octet of each is its kind. */
final class Kinds {
    private static final int MAX_BYTES = 4_096;
    private static final byte[] BODY = new byte[100];
    private static final Bytes SIGNED = Bytes.of(new byte[150]);

    private static final List<UrMessage> MESSAGES = List.of(
            new UrMessage.Learn(
                    1, "greeter", Bytes.of(new byte[UrMessage.DIGEST_BYTES]), List.of("Greet", "Shout"), Bytes.EMPTY),
            new UrMessage.Forget(1, 1),
            new UrMessage.Refuse(1, 0, 20, 8),
            new UrMessage.Release(3, 2),
            new UrMessage.Renew(List.of(1L, 3L)),
            new UrMessage.Present(1, SIGNED),
            new UrMessage.Granted(1, SIGNED),
            new UrMessage.Declined(1, 0),
            new UrMessage.Ready(),
            new UrMessage.Advert(SIGNED),
            new UrMessage.Notice(SIGNED),
            new UrMessage.Vouched(SIGNED),
            new UrMessage.Receipt(SIGNED, SIGNED),
            new UrMessage.Countersigned(7, SIGNED),
            new UrMessage.Ack(9),
            new UrMessage.Hello(Bytes.of(new byte[UrMessage.SESSION_BYTES]), 5, 1 << 20, 10_000, 77),
            new UrMessage.Bye(1, 100),
            new UrMessage.Rekey(78));

    private Kinds() {}

    static List<byte[]> all() {
        List<byte[]> all = new ArrayList<>();
        MESSAGES.forEach(message -> all.add(written(out -> UrMessages.write(out, message))));
        for (long reply : new long[] {UrMessage.NO_REPLY, 8}) {
            all.add(written(out -> {
                UrMessages.castHead(out, 1, 0, UrMessage.NO_DEADLINE, reply, BODY.length);
                out.encoded(BODY, 0, BODY.length);
            }));
            all.add(written(out -> {
                UrMessages.partHead(out, 1, 0, UrMessage.NO_DEADLINE, reply, 1_000, 100, BODY.length);
                out.encoded(BODY, 0, BODY.length);
            }));
        }
        return all;
    }

    private static byte[] written(Consumer<CborWriter> message) {
        CborWriter out = new CborWriter(MAX_BYTES, MAX_BYTES);
        message.accept(out);
        return out.toByteArray();
    }

    /** Whether there is one of every kind. */
    static boolean areComplete() {
        return all().stream().map(plain -> plain[1]).distinct().count() == UrMessage.MAX_KIND + 1;
    }
}
