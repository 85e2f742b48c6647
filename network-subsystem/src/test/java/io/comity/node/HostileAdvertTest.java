package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.advert.AdvertTable;
import io.comity.advert.Contact;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.store.SqliteStore;
import io.comity.store.Store;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authenticated peer makes of adverts: nothing that was not signed by whom it is about, and no more than it may. */
final class HostileAdvertTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<Contact> NOWHERE = List.of(new Contact("tcp://127.0.0.1:1", 255));

    private final KeyHolder key = key(9);
    private final KeyHolder carol = key(8);

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer mallory;

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[5] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    private static Bytes advert(KeyHolder node, long version, Instant issuedAt, Duration lifetime) {
        NodeDescription description =
                new NodeDescription(version, 1, issuedAt, issuedAt.plus(lifetime), NOWHERE, 0, true);
        return NodeAdvert.sign(node, description).signed();
    }

    private static Bytes advert(KeyHolder node, long version) {
        return advert(node, version, Instant.now(), DAY);
    }

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(home, Map.of("comity.connection.stranger-timeout", "1s"));
        mallory = RawPeer.of(town.alice(), key);
        mallory.hear(UrMessage.Ready.class);
    }

    @AfterEach
    void close() throws IOException {
        mallory.close();
        town.close();
    }

    private List<Store.SavedAdvert> kept() {
        town.alice().close();
        try (Store store = SqliteStore.open(home.resolve("alice").resolve("comity.db"))) {
            return store.contents().adverts().stream()
                    .filter(advert -> !advert.node().equals(town.alice().id()))
                    .filter(advert -> !advert.node().equals(town.bob().id()))
                    .toList();
        }
    }

    @Test
    void aStrangerHearsNoAdvert() throws IOException {
        mallory.hearToTheEnd();
        assertThat(mallory.adverts()).isEmpty();
    }

    @Test
    void whoIsGrantedSomethingHearsOfThisNodeAndOfNobodyElse() throws IOException {
        town.mission().grant(key.nodeId());
        NodeAdvert heard = ((NodeAdvert.Signed) NodeAdvert.read(mallory.hearAdvert()))
                .advert()
                .value();
        assertThat(heard.node()).isEqualTo(town.alice().id());
        assertThat(heard.description().listed()).isFalse();
        assertThat(heard.description().contacts())
                .containsExactly(new Contact(town.alice().addresses().get(0).toString(), Contact.DEFAULT_WEIGHT));
        town.alice().missions().revoke(Greeter.MISSION);
        mallory.hearToTheEnd();
        assertThat(mallory.adverts()).hasSize(1);
    }

    @Test
    void aStrangerSpeaksOfItselfOnly() throws IOException {
        mallory.say(new UrMessage.Advert(advert(carol, 1)), new UrMessage.Advert(advert(key, 1)));
        town.awaitCount("dropped.advert", 1);
        town.bobIsServed();
        mallory.hearToTheEnd();
        assertThat(kept()).extracting(Store.SavedAdvert::node).containsExactly(key.nodeId());
    }

    @Test
    void whatAFriendForgesRollsBackOrReplaysChangesNothing() throws IOException {
        town.mission().grant(key.nodeId());
        Bytes honest = advert(carol, 5);
        byte[] altered = advert(carol, 6).toArray();
        altered[altered.length - 70] ^= 1;
        Instant now = Instant.now();
        List<Bytes> lies = List.of(
                Bytes.of(altered),
                Bytes.EMPTY,
                advert(carol, 7, now.minus(DAY), DAY),
                advert(carol, 8, now.plus(DAY), DAY),
                advert(carol, 9, now, AdvertTable.MAX_LIFETIME.plus(DAY)));
        mallory.say(new UrMessage.Advert(honest), new UrMessage.Advert(advert(carol, 4)));
        for (Bytes lie : lies) {
            mallory.say(new UrMessage.Advert(lie));
        }
        town.awaitCount("dropped.advert", lies.size());
        town.bobIsServed();
        assertThat(kept()).containsExactly(new Store.SavedAdvert(carol.nodeId(), honest, key.nodeId()));
    }

    @Test
    void aFloodIsDroppedUnreadAndHarmsNobody() throws IOException {
        town.mission().grant(key.nodeId());
        UrMessage forged = new UrMessage.Advert(Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES]));
        for (int i = 0; i < 1_000; i++) {
            mallory.say(forged);
        }
        town.awaitCount("dropped.advert", 1_000);
        town.bobIsServed();
    }

    @Test
    void anAdvertThatIsTooLongEndsTheLink() throws IOException {
        mallory.say(new UrMessage.Advert(Bytes.of(new byte[NodeAdvert.MAX_SIGNED_BYTES + 1])));
        mallory.hearToTheEnd();
        town.awaitCount("dropped.protocol", 1);
        town.bobIsServed();
    }
}
