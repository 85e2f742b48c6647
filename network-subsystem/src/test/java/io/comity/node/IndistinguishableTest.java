package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.HttpCall;
import io.comity.identity.Bytes;
import io.comity.identity.FileKeyHolder;
import io.comity.identity.KeyHolder;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.mission.Presentation;
import io.comity.mission.Reason;
import io.comity.mission.SignedGrant;
import io.comity.mission.Ticket;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What does not exist and what was not granted are refused alike: the answers are the same, and how long they take is of one
 * distribution. Each pair is probed by one peer over a real socket, in an order that chance decides, and the round trips are
 * compared by {@link TwoSamples}. A delay put on one of the two on purpose is seen.
 *
 * <p>{@code -Dcomity.timing.samples=N} (of each kind) and {@code -Dcomity.timing.seed=N}; every line tells the least delay that
 * would have been seen.
 */
@Tag("alone")
final class IndistinguishableTest extends Attackers {
    private static final int SAMPLES = Integer.getInteger("comity.timing.samples", 800);
    private static final int WARM_UP = 300;
    private static final String DENIED = Reason.DENIED.code() + " 0";
    private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    private static final long SEED = Long.getLong("comity.timing.seed", System.nanoTime());

    /** Asks once and waits for the answer, which it returns. */
    private interface Probe {
        Object ask() throws IOException;

        /** What comes before it and is not timed. */
        default void prepare() throws IOException {}
    }

    /** Presents credentials, over another link before too many were declined on one. */
    private final class Presenter {
        private static final int A_LINK = 50;
        private static final int CREDENTIALS = 200;

        private RawPeer peer = peer(mallory);
        private int presented;

        private Presenter() throws IOException {}

        private void connectAgain() throws IOException {
            peer.close();
            for (boolean connected = false; !connected; ) {
                peer = keep(peer.again(town.alice()));
                try {
                    peer.hear(UrMessage.Ready.class);
                    connected = true;
                } catch (IOException tooEarly) {
                    // The link before is still being ended over there.
                }
            }
        }

        /** One of many: a check takes longer for some signatures than for others. */
        Probe of(Supplier<Bytes> credential) {
            List<Bytes> many = Stream.generate(credential).limit(CREDENTIALS).toList();
            return new Probe() {
                private Bytes next = Bytes.EMPTY;

                @Override
                public void prepare() throws IOException {
                    next = many.get(random.nextInt(CREDENTIALS));
                    if (++presented % A_LINK == 0) {
                        connectAgain();
                    }
                }

                @Override
                public Object ask() throws IOException {
                    peer.say(new UrMessage.Present(1, next));
                    return peer.hear(UrMessage.Declined.class).reason();
                }
            };
        }
    }

    /** Sends calls, each over a connection of its own, since a refusal ends it. */
    private final class Caller implements Probe {
        private final Foreigner caller;
        private final String engine;
        private final String type;
        private byte[] request = {};
        private @Nullable RawSocket socket;

        private Caller(Foreigner caller, String engine, String type) {
            this.caller = caller;
            this.engine = engine;
            this.type = type;
        }

        @Override
        public void prepare() throws IOException {
            Bytes body = Bytes.ofHex(Foreigner.GREET_CBOR);
            request = request(caller.signed(caller.call(engine, type, body, true)));
            socket = new RawSocket(Foreigner.address(town.alice(), "http"));
        }

        @Override
        public Object ask() throws IOException {
            try (RawSocket connected = Objects.requireNonNull(socket)) {
                connected.write(request);
                return new String(connected.readToTheEnd(), ISO_8859_1);
            }
        }
    }

    private final Random random = new Random(SEED);

    /** The same probes in an order decided by chance; every answer is {@code answer}. */
    private TwoSamples compare(String what, Object answer, Probe absent, Probe notGranted) throws IOException {
        List<Probe> probes = List.of(absent, notGranted);
        double[][] micros = new double[2][SAMPLES];
        int[] taken = new int[2];
        for (int kind : order(WARM_UP)) {
            probes.get(kind).prepare();
            assertThat(probes.get(kind).ask()).as(what).isEqualTo(answer);
        }
        for (int kind : order(SAMPLES)) {
            probes.get(kind).prepare();
            long began = System.nanoTime();
            Object heard = probes.get(kind).ask();
            micros[kind][taken[kind]++] = (System.nanoTime() - began) / 1e3;
            assertThat(heard).as(what).isEqualTo(answer);
        }
        TwoSamples samples = new TwoSamples(micros[0], micros[1]);
        System.out.printf(
                "%s: absent %.1f µs, not granted %.1f µs (medians of %d, seed %d); distance %.3f of %.3f, %.1f deviations;"
                        + " a delay of %.1f µs would be seen%n",
                what,
                samples.median(),
                samples.otherMedian(),
                SAMPLES,
                SEED,
                samples.distance(),
                samples.maxDistance(),
                samples.deviations(),
                samples.resolution());
        return samples;
    }

    private List<Integer> order(int ofEach) {
        List<Integer> order = new ArrayList<>(Collections.nCopies(ofEach, 0));
        order.addAll(Collections.nCopies(ofEach, 1));
        Collections.shuffle(order, random);
        return order;
    }

    private static Probe call(RawPeer peer, long ref, int type) {
        return () -> {
            CborWriter out = new CborWriter(64, 256).array(5);
            out.uint(UrMessage.CALL).uint(ref).uint(type).uint(2).bytes(NOTE, 0, NOTE.length);
            peer.record(out.toByteArray());
            UrMessage.Refuse refuse = peer.hear(UrMessage.Refuse.class);
            assertThat(refuse).extracting("ref", "reply").containsExactly(ref, 2L);
            return refuse.reason() + " " + refuse.retryMillis();
        };
    }

    private static Probe cast(RawPeer peer, long ref, int type) {
        return () -> {
            peer.cast(ref, type, NOTE);
            UrMessage.Refuse refuse = peer.hear(UrMessage.Refuse.class);
            assertThat(refuse.ref()).isEqualTo(ref);
            return refuse.reason() + " " + refuse.retryMillis();
        };
    }

    private static void same(TwoSamples samples) {
        assertThat(samples.differ()).as("told apart by how long they took").isFalse();
    }

    @Test
    void aTypeThatIsNotGrantedAndOneThatDoesNotExist() throws IOException {
        RawPeer peer = holder(mallory, Caveats.NONE);
        long ref = learned(peer);
        int secret = 2;
        same(compare("types", DENIED, cast(peer, ref, 20), cast(peer, ref, secret)));
    }

    @Test
    void aCallOfATypeThatIsNotGrantedAndOneThatDoesNotExist() throws IOException {
        RawPeer peer = holder(mallory, Caveats.NONE);
        long ref = learned(peer);
        int secret = 2;
        same(compare("types of calls", DENIED, call(peer, ref, 20), call(peer, ref, secret)));
        same(compare("refs of calls", DENIED, call(peer, 21, secret), call(peer, 19, secret)));
    }

    /** Bob's refs are no peer's but his. */
    @Test
    void theRefOfAnEngineThatAnotherMayUseAndOneOfNone() throws IOException {
        town.alice().spawn("diary", Greeter.Command.class, Greeter.create(town.heard()));
        town.alice().missions().define("diary").allow("diary").grant(town.bob().id());
        RawPeer peer = peer(mallory);
        same(compare("refs", DENIED, cast(peer, 21, 0), cast(peer, 1, 0)));
    }

    @Test
    void aMissionThatWasGrantedToAnotherAndOneThatDoesNotExist() throws IOException {
        Presenter presenter = new Presenter();
        same(compare(
                "chains",
                (long) Reason.DENIED.code(),
                presenter.of(() -> chain("nihil", mallory)),
                presenter.of(() -> chain(Greeter.MISSION, key(3)))));
    }

    /** As Alice makes them, or would if she had a mission of that name. */
    private Bytes chain(String mission, KeyHolder holder) {
        KeyHolder alice = FileKeyHolder.open(home.resolve("alice").resolve("node.key"));
        Authority beside = new Authority(alice.nodeId(), 1, Authority.Limits.DEFAULT, List.of());
        beside.define(new Mission(mission, Map.of(Greeter.NAME, Set.of())));
        SignedGrant root =
                beside.grant(alice, mission, Holder.node(holder.nodeId()), Caveats.NONE, randomId(), Instant.now());
        return new Presentation(Chain.encode(root), Bytes.EMPTY).encode();
    }

    private Bytes randomId() {
        byte[] id = new byte[Ticket.ID_BYTES];
        random.nextBytes(id);
        return Bytes.of(id);
    }

    @Test
    void aForgedInvitationToAMissionAndOneToNone() throws IOException {
        Ticket real = town.mission().invite(Duration.ofDays(1)).ticket();
        Presenter presenter = new Presenter();
        same(compare(
                "tickets",
                (long) Reason.DENIED.code(),
                presenter.of(() -> forged(real, "nihil")),
                presenter.of(() -> forged(real, Greeter.MISSION))));
    }

    /** Names Alice as its signer, which she is not. */
    private Bytes forged(Ticket real, String mission) {
        Ticket ticket = new Ticket(randomId(), mission, real.epoch(), real.generation(), real.expiresAt());
        return Invitation.sign(Forgeries.named(town.alice().id(), mallory), ticket, List.of())
                .signed();
    }

    @Test
    void aDetachedCallToAnEngineThatIsNotGrantedAndToNone() throws IOException {
        town.alice().spawn("diary", Greeter.Command.class, Greeter.create(town.heard()));
        Foreigner caller = callerWithGrant();
        same(compare(
                "detached engines",
                FORBIDDEN,
                new Caller(caller, "nadir", "Greet"),
                new Caller(caller, "diary", "Greet")));
    }

    @Test
    void aDetachedCallToATypeThatIsNotGrantedAndToNone() throws IOException {
        Foreigner caller = callerWithGrant();
        same(compare(
                "detached types",
                FORBIDDEN,
                new Caller(caller, "greeter", "Sesame"),
                new Caller(caller, "greeter", "Secret")));
    }

    private static byte[] request(HttpCall put) {
        String head = "PUT " + put.path() + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + put.contentType()
                + "\r\nContent-Digest: " + put.contentDigest() + "\r\nComity-Call: " + put.comityCall()
                + "\r\nSignature-Input: " + put.signatureInput() + "\r\nSignature: " + put.signature()
                + "\r\nContent-Length: " + put.body().size() + "\r\n\r\n";
        return (head + new String(put.body().toArray(), ISO_8859_1)).getBytes(ISO_8859_1);
    }

    /** Else the others would say nothing. */
    @Test
    void aDelayOnOneOfThemIsSeen() throws IOException {
        RawPeer peer = peer(mallory);
        Probe prompt = cast(peer, 21, 0);
        double micros = compare("nothing", DENIED, prompt, prompt).median();
        TwoSamples delayed = compare("a delay on purpose", DENIED, prompt, () -> {
            Object heard = prompt.ask();
            long until = System.nanoTime() + (long) (micros * 1e3 / 3);
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            return heard;
        });
        assertThat(delayed.differ()).isTrue();
        assertThat(delayed.deviations()).isPositive();
    }
}
