package io.comity.node;

import io.comity.advert.Contact;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Says where nodes are: itself, in a new version each time; nodes that there are not; and the friend, in a hand that is not his. Alice
 * checks each, keeps some, and might dial what they name.
 */
final class AdvertSpam implements Malice {
    private static final List<Contact> NOWHERE =
            List.of(new Contact("tcp://127.0.0.1:1", 255), new Contact("tcp://127.0.0.1:2", 255));

    @Override
    public void act(Mallory mallory) throws IOException {
        KeyHolder liar = Forgeries.named(mallory.loot().friend(), mallory.key());
        for (long version = System.currentTimeMillis(); mallory.goesOn(); version++) {
            mallory.connected();
            KeyHolder nobody = MemoryKeyHolder.generate(new SecureRandom());
            mallory.say(
                    new UrMessage.Advert(advert(mallory.key(), version)),
                    new UrMessage.Advert(advert(nobody, version)),
                    new UrMessage.Advert(advert(liar, version)),
                    new UrMessage.Advert(Bytes.of(new byte[UrMessage.MAX_ADVERT_BYTES])));
            mallory.did(4);
        }
    }

    private static Bytes advert(KeyHolder node, long version) {
        Instant now = Instant.now();
        NodeDescription description =
                new NodeDescription(version, 1, now, now.plus(Duration.ofDays(1)), NOWHERE, 0, true);
        return NodeAdvert.sign(node, description).signed();
    }
}
