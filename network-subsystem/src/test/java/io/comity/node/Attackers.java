package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import com.sun.management.UnixOperatingSystemMXBean;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Caveats;
import io.comity.mission.Reason;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alice and her honest friend Bob, and the tools with which they are attacked: peers that keep to no rule, callers without a
 * session, a relay. Each does the same thing with the right to do it as without.
 */
abstract class Attackers {
    static final byte[] NOTE = RawPeer.body(Greeter.Command.class, new Greeter.Note("psst"), 0);

    /** What no table holds. */
    static final long ABSENT = 99_999;

    final KeyHolder mallory = key(9);

    @TempDir
    Path home;

    private final List<AutoCloseable> opened = new ArrayList<>();
    Neighbours town;

    static KeyHolder key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return MemoryKeyHolder.fromSeed(seed);
    }

    @BeforeEach
    final void start() {
        town = keep(new Neighbours(
                home, Map.of("comity.detached.over", List.of("http"), "comity.session.keep-lost", "1s")));
    }

    @AfterEach
    final void stop() throws Exception {
        for (int i = opened.size(); i > 0; i--) {
            opened.get(i - 1).close();
        }
    }

    final <T extends AutoCloseable> T keep(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Connected with Alice by this key. */
    final RawPeer peer(KeyHolder key) throws IOException {
        RawPeer peer = keep(RawPeer.of(town.alice(), key));
        peer.hear(UrMessage.Ready.class);
        return peer;
    }

    /** The same, and holding the mission within these limits; what it may name comes next. */
    final RawPeer holder(KeyHolder key, Caveats limits) throws IOException {
        RawPeer peer = peer(key);
        town.mission().grant(key.nodeId(), limits);
        return peer;
    }

    static long learned(RawPeer peer) throws IOException {
        return peer.hear(UrMessage.Learn.class).ref();
    }

    final Foreigner caller() {
        return keep(new Foreigner(Foreigner.Carrier.HTTP_CBOR, town.alice()));
    }

    final Foreigner callerWithGrant() {
        Foreigner caller = caller();
        town.mission().grant(caller.id());
        return caller.introduced();
    }

    final long notes() {
        return town.heard().stream().filter(Greeter.Note.class::isInstance).count();
    }

    final void notesBecome(long count) {
        await().atMost(Neighbours.PATIENCE).until(() -> notes() == count);
    }

    static void refused(RawPeer peer, Reason reason) throws IOException {
        assertThat(peer.hear(UrMessage.Refuse.class).reason()).isEqualTo(reason.code());
    }

    static void presented(RawPeer peer, Bytes credential, Reason declined) throws IOException {
        peer.say(new UrMessage.Present(7, credential));
        assertThat(peer.hear(UrMessage.Declined.class)).isEqualTo(new UrMessage.Declined(7, declined.code()));
    }

    /** Of a node that knows Alice at the relay's address only, and holds the mission. */
    final ActorRef<Greeter.Command> greeterBy(Meddler relay, String name, Map<String, Object> settings) {
        Node node = keep(Neighbours.start(home, name, settings));
        town.mission().grant(node.id());
        node.meet(town.alice().id(), List.of(relay.address()));
        return node.engine(town.alice().id(), Greeter.NAME, Greeter.Command.class);
    }

    final byte[] httpAnswer(String request) throws IOException {
        try (RawSocket socket = new RawSocket(Foreigner.address(town.alice(), "http"))) {
            socket.write(request.getBytes(ISO_8859_1));
            return socket.readToTheEnd();
        }
    }

    final List<Path> filesOf(String node) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(node))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** How many of so many at once were throttled. */
    static long throttled(RawPeer peer, long ref, int casts) throws IOException {
        CborWriter all = new CborWriter(1 << 15, 1 << 15);
        byte[] cast = RawPeer.castBytes(ref, Greeter.NOTE, NOTE);
        for (int i = 0; i < casts; i++) {
            all.encoded(cast, 0, cast.length);
        }
        peer.record(all.toByteArray());
        peer.cast(ABSENT, 0, NOTE);
        for (long throttled = 0; true; throttled++) {
            UrMessage.Refuse refuse = peer.hear(UrMessage.Refuse.class);
            if (refuse.ref() == ABSENT) {
                return throttled;
            }
            assertThat(refuse.reason()).isEqualTo(Reason.THROTTLED.code());
        }
    }

    /** Connects, asks for what it may have or not, and hangs up without a word. */
    final void tick(KeyHolder key) throws IOException {
        try (RawPeer peer = RawPeer.of(town.alice(), key)) {
            byte[] greet = RawPeer.body(Greeter.Command.class, new Greeter.Greet("x", town.deadEnd()), 2);
            peer.say(new UrMessage.Ready());
            peer.cast(1, Greeter.GREET, greet);
            peer.cast(ABSENT, 0, NOTE);
            peer.say(new UrMessage.Present(1, Bytes.EMPTY));
            while (!(peer.hear(Object.class) instanceof UrMessage.Declined)) {
                // What is answered before it does not matter.
            }
        }
    }

    final int actors() {
        return new Tree(town.alice()).shape().size();
    }

    static long files() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    static long noticed(Node node) {
        return node.counters().entrySet().stream()
                .filter(each -> each.getKey().startsWith("dropped."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** All that Alice shows to strangers and to friends, prints, and keeps in files other than that of her key. */
    final byte[] shown(Path keyFile) throws IOException {
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        for (String page : List.of("/", "/keys", "/node.key", "/../node.key", "/machines", "/metrics")) {
            pages.write(httpAnswer("GET " + page + " HTTP/1.1\r\nHost: alice\r\n\r\n"));
            pages.write(httpAnswer("PUT " + page + " HTTP/1.1\r\nHost: alice\r\nContent-Length: 0\r\n\r\n"));
        }
        RawPeer friend = holder(mallory, Caveats.NONE);
        pages.write(friend.hearAdvert().toArray());
        pages.write(friend.hear(UrMessage.Learn.class).toString().getBytes(UTF_8));
        pages.write(town.mission().invite(Duration.ofDays(1)).text().getBytes(UTF_8));
        pages.write(town.alice().counters().toString().getBytes(UTF_8));
        pages.write(FileKeyHolder.open(keyFile).toString().getBytes(UTF_8));
        for (Path file : filesOf("alice")) {
            pages.write(file.equals(keyFile) ? new byte[0] : Files.readAllBytes(file));
        }
        return pages.toByteArray();
    }
}
