package io.comity.node;

import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Presentation;
import io.comity.mission.SignedGrant;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Presents chains of grants: as long as may be, each new, so that each is eight signatures to check and something to keep; broken in the
 * last link; junk as long as may be; and the friend's.
 */
final class GrantChains implements Malice {
    private static final int AT_ONCE = 8;

    private long salt = System.nanoTime();

    @Override
    public void act(Mallory mallory) throws IOException {
        Chain longest = mallory.loot().ours();
        while (longest.links().size() < Chain.MAX_LINKS - 1) {
            longest = next(mallory, longest);
        }
        Bytes friends = Presentation.of(mallory.loot().friends()).encode();
        while (mallory.goesOn()) {
            mallory.connected();
            for (int i = 0; i < AT_ONCE && mallory.goesOn(); i++) {
                Bytes sound = Presentation.of(next(mallory, longest)).encode();
                present(mallory, sound);
                present(mallory, broken(sound));
                present(mallory, friends);
                present(mallory, Bytes.of(new byte[UrMessage.MAX_CREDENTIAL_BYTES]));
            }
            mallory.nameOf(HostessMain.DIARY).ifPresent(ref -> mallory.got("the friend's diary"));
        }
    }

    private Chain next(Mallory mallory, Chain chain) {
        byte[] bytes =
                ByteBuffer.allocate(SignedGrant.SALT_BYTES).putLong(++salt).array();
        return chain.extend(
                mallory.key(), Holder.node(mallory.key().nodeId()), Caveats.NONE, Bytes.of(bytes), Instant.now());
    }

    private static Bytes broken(Bytes sound) {
        byte[] bytes = sound.toArray();
        bytes[bytes.length - 10] ^= 1;
        return Bytes.of(Arrays.copyOf(bytes, bytes.length));
    }

    private void present(Mallory mallory, Bytes credential) throws IOException {
        mallory.say(new UrMessage.Present(++salt, credential));
        mallory.did();
    }
}
