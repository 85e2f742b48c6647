package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bodies that are none: noise, nests, lengths that are not there, classes of other systems; under types that there are and are not. */
final class UndecodableBodies implements Malice {
    private static final int DEEP = 30_000;

    @Override
    public void act(Mallory mallory) throws IOException {
        List<byte[]> bodies = new ArrayList<>(Forgeries.bodies(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5}));
        for (int first : new int[] {0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0xd8, 0xf9}) {
            byte[] nest = new byte[DEEP];
            Arrays.fill(nest, (byte) first);
            bodies.add(nest);
        }
        while (mallory.goesOn()) {
            mallory.connected();
            for (byte[] body : bodies) {
                for (int type : new int[] {0, 1, 2, 255, Integer.MAX_VALUE}) {
                    mallory.record(RawPeer.castBytes(mallory.ref(Deputy.NAME), type, body));
                    mallory.did();
                }
            }
            mallory.flood(mallory.cast(Greeter.NAME, "Note", new byte[] {(byte) 0xa1}));
        }
    }
}
