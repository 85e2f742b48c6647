package io.comity.node;

import io.comity.wire.CborWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages full of references to actors that there are not, each byte of which is an object at Alice's: many short ones, and now and
 * then one of eight megabytes.
 */
final class RefMinting implements Malice {
    private static final int LONGEST = 8 << 20;
    private static final int ABOUT_ALL = 100;
    private static final int EVERY = 50;
    private static final int CASTS = 500;
    private static final Template PASS =
            Template.of(Deputy.Command.class, new Deputy.Pass(Mallory.somebody(), "hello"));

    private final byte[] ones = meeting(LONGEST - ABOUT_ALL, 2);

    @Override
    public void act(Mallory mallory) throws IOException {
        for (int round = 0; mallory.goesOn(); round++) {
            mallory.connected();
            mint(mallory);
            if (round % EVERY == EVERY - 1) {
                mallory.giant(mallory.ref(Deputy.NAME), mallory.type(Deputy.NAME, "Meet"), ones);
            }
        }
    }

    /** References that may be used for ever, and each of which Alice uses. */
    private static void mint(Mallory mallory) throws IOException {
        List<byte[]> casts = new ArrayList<>();
        for (int i = 0; i < CASTS; i++) {
            casts.add(mallory.cast(Deputy.NAME, "Pass", PASS.with(Mallory.newRef(false))));
        }
        mallory.all(casts);
    }

    /** So many references to the same, in one byte each. */
    private static byte[] meeting(int people, int ref) {
        CborWriter out = new CborWriter(LONGEST, LONGEST);
        out.encoded(new byte[] {(byte) 0xa1}, 0, 1).text("people").array(people);
        for (int i = 0; i < people; i++) {
            out.uint(ref);
        }
        return out.toByteArray();
    }
}
