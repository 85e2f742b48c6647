package io.comity.node;

import io.comity.wire.CborWriter;
import java.io.IOException;

/**
 * Messages as long as they may be, one after the other, and as many that are begun and never ended. Each takes room at Alice's for as
 * long as it is on its way, and she cannot know that the end will not come.
 */
final class GiantMessages implements Malice {
    private static final int LONGEST = 8 << 20;
    private static final int ABOUT_ALL = 100;

    private final byte[] body = note("x".repeat(LONGEST - ABOUT_ALL));

    @Override
    public void act(Mallory mallory) throws IOException {
        while (mallory.goesOn()) {
            mallory.connected();
            unending(mallory, mallory.ref(Deputy.NAME));
            mallory.giant(mallory.ref(Greeter.NAME), mallory.type(Greeter.NAME, "Note"), body);
        }
    }

    private static byte[] note(String text) {
        CborWriter out = new CborWriter(LONGEST, LONGEST);
        return out.encoded(new byte[] {(byte) 0xa1}, 0, 1)
                .text("text")
                .text(text)
                .toByteArray();
    }

    private static void unending(Mallory mallory, long ref) throws IOException {
        mallory.record(Mallory.part(ref, 0, 0, new byte[1], LONGEST));
        mallory.did();
    }
}
