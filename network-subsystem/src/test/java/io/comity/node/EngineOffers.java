package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Offers engines that nobody asked for: many, each with as many and as long names of types as may be; the same one by a new number each
 * time; and takes them back. Each has an actor and a list at Alice's.
 */
final class EngineOffers implements Malice {
    private static final int NAMED = 4_000;
    private static final int AGAIN = 2_000;

    @Override
    public void act(Mallory mallory) throws IOException {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < UrMessage.MAX_TYPES; i++) {
            types.add("T" + i + "x".repeat(UrMessage.MAX_NAME_BYTES - 4));
        }
        while (mallory.goesOn()) {
            mallory.connected();
            for (int i = 0; i < NAMED + AGAIN && mallory.goesOn() && !mallory.isCutOff(); i++) {
                String engine = "e" + Math.min(i, NAMED);
                Bytes digest = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
                mallory.say(new UrMessage.Learn(i, engine, digest, types));
                mallory.did();
            }
        }
    }
}
