package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.Kill;
import io.comity.detached.HttpCall;
import io.comity.detached.Outcome;
import io.comity.transport.Address;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP port says to bytes that are no call, and what it costs. */
final class HostileHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 8;

    /** What a refused caller may still send. */
    private static final int MAX_MORE = 128 * 1_024;

    private static final String MALFORMED =
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    private static final String UNSIGNED =
            "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    private static final String DENIED = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

    @TempDir
    Path home;

    private Node alice;
    private Foreigner bob;

    @BeforeEach
    void start() {
        alice = Neighbours.start(
                home,
                "alice",
                Map.of(
                        "comity.detached.over",
                        List.of("http"),
                        "comity.http.connections",
                        CONNECTIONS,
                        "comity.http.request-timeout",
                        "1s"));
        alice.spawn(Greeter.NAME, Greeter.Command.class, Greeter.create(new ConcurrentLinkedQueue<>()));
        bob = new Foreigner(Foreigner.Carrier.HTTP_CBOR, alice);
        alice.missions().define(Greeter.MISSION).allow(Greeter.NAME).grant(bob.id());
    }

    @AfterEach
    void stop() throws InterruptedException {
        bob.close();
        alice.close();
    }

    private Address http() {
        return Foreigner.address(alice, "http");
    }

    private String say(String request) throws IOException {
        try (RawSocket socket = new RawSocket(http())) {
            socket.write(request.getBytes(ISO_8859_1));
            return new String(socket.readToTheEnd(), ISO_8859_1);
        }
    }

    private static String head(HttpCall put, String more) {
        return "PUT " + put.path() + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + put.contentType()
                + "\r\nContent-Digest: " + put.contentDigest() + "\r\nComity-Call: " + put.comityCall()
                + "\r\nSignature-Input: " + put.signatureInput() + "\r\nSignature: " + put.signature() + "\r\n" + more;
    }

    private static String whole(HttpCall put) {
        return head(put, "Content-Length: " + put.body().size() + "\r\n\r\n")
                + new String(put.body().toArray(), ISO_8859_1);
    }

    @Test
    void anHonestCallIsAnsweredOnTheSameConnectionAgainAndAgain() {
        bob.introduced();
        for (int i = 0; i < 10; i++) {
            assertThat(bob.send(bob.call()).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "PUT /a/b/c HTTP/1.0\r\nContent-Length: 0\r\n\r\n",
                "PUT /a/b/c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "PUT /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: 61441\r\n\r\n",
                "PUT /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "PUT /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "complete nonsense\r\n\r\n"
            })
    void whatIsNoPutGetsTheSameFewBytes(String request) throws IOException {
        assertThat(say(padded(request))).isEqualTo(MALFORMED);
        assertThat(alice.counters()).containsEntry("dropped.call", 1L);
    }

    /** With a header of no meaning behind its first line, so that it is as long as any answer. */
    private static String padded(String request) {
        return request.replaceFirst("\r\n", "\r\nPadding: " + "a".repeat(100) + "\r\n");
    }

    /** Every refusal is shorter; so nobody hears more than it said. */
    @Test
    void whoeverSaidLessThanAHundredBytesHearsNothingAndOneByteMoreAnAnswer() throws IOException {
        String start = "GET / HTTP/1.1\r\nHost: ";
        String enough = start + "a".repeat(100 - start.length() - 4) + "\r\n\r\n";
        assertThat(enough).hasSize(100);
        assertThat(say(enough)).isEqualTo(MALFORMED);
        assertThat(say(enough.replaceFirst("a", ""))).isEmpty();
        assertThat(say("\r\n\r\n")).isEmpty();
        assertThat(alice.counters()).containsEntry("dropped.call", 2L);
        assertThat(say(whole(bob.signed(bob.call())))).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
                "A / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\nnine here",
                "A / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n",
                "A / HTTP/1.1\r\nExpect: more\r\n\r\n"
            })
    void whoeverAsksWhetherToGoOnHearsNoMoreThanItSaid(String request) throws IOException {
        assertThat(say(request)).hasSizeLessThanOrEqualTo(request.length()).doesNotContain("HTTP/1.1 4");
        assertThat(say(padded(request)).length())
                .isLessThanOrEqualTo(padded(request).length());
    }

    /** Whoever closes over unread bytes resets the connection, and the caller may never read why it was refused. */
    @ParameterizedTest
    @ValueSource(ints = {61_441, MAX_MORE})
    void aRefusedCallerMaySayTheRestOfItsRequest(int rest) throws IOException {
        try (Socket socket = new Socket(http().host(), http().port())) {
            socket.getOutputStream().write(announced(rest));
            assertThat(new String(socket.getInputStream().readNBytes(MALFORMED.length()), ISO_8859_1))
                    .isEqualTo(MALFORMED);
            theEndpointIsDoneWithIt();
            for (int left = rest; left > 0; left -= Math.min(left, 1_000)) {
                socket.getOutputStream().write(new byte[Math.min(left, 1_000)]);
            }
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** One thread serves all connections: what it had to do before another connection's end is done. */
    private void theEndpointIsDoneWithIt() throws IOException {
        assertThat(say(padded("GET / HTTP/1.1\r\n\r\n"))).isEqualTo(MALFORMED);
    }

    private static byte[] announced(int rest) {
        return padded("PUT /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: " + (61_441 + rest) + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    /** In a second at the most. */
    @Test
    void aRefusedCallerThatDoesNotEndIsCutOff() throws IOException {
        try (Socket socket = refused()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> socket.getOutputStream().write(1))
                            .isInstanceOf(SocketException.class));
        }
    }

    private Socket refused() throws IOException {
        Socket socket = new Socket(http().host(), http().port());
        socket.getOutputStream().write(announced(1 << 30));
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo(MALFORMED.getBytes(ISO_8859_1));
        return socket;
    }

    @Test
    void aRefusedCallerThatSaysTooMuchMoreIsCutOff() throws IOException {
        try (Socket socket = new Socket(http().host(), http().port())) {
            socket.getOutputStream().write(announced(1 << 30));
            AtomicLong taken = new AtomicLong();
            assertThatThrownBy(() -> {
                        for (byte[] more = new byte[64 * 1_024]; true; taken.addAndGet(more.length)) {
                            socket.getOutputStream().write(more);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(taken.get())
                    .as("bytes taken, most of them by the two kernels' buffers")
                    .isLessThan(32 << 20);
        }
    }

    @Test
    void linesAndHeadersBeyondTheirBoundsAreRefused() throws IOException {
        assertThat(say("PUT /" + "a".repeat(1_300) + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(MALFORMED);
        assertThat(say("PUT /a/b/c HTTP/1.1\r\nX: " + "a".repeat(5_000) + "\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(MALFORMED);
    }

    @Test
    void aCallWithoutItsSignatureOrWithTwoIsUnsigned() throws IOException {
        HttpCall put = bob.signed(bob.call());
        String whole = whole(put);
        String line = "Signature: " + put.signature() + "\r\n";
        assertThat(say(whole.replace(line, ""))).isEqualTo(UNSIGNED);
        assertThat(say(whole.replace(line, line + line))).isEqualTo(UNSIGNED);
    }

    @Test
    void aStrangerAndAnAbsentEngineGetTheSameBytes() throws Exception {
        bob.introduced();
        try (Foreigner mallory = new Foreigner(Foreigner.Carrier.HTTP_CBOR, alice)) {
            assertThat(say(whole(mallory.signed(mallory.call())))).isEqualTo(DENIED);
        }
        assertThat(say(whole(bob.signed(bob.call("nobody", "Greet", bob.call().body(), true)))))
                .isEqualTo(DENIED);
    }

    @Test
    void aSecondRequestBeforeTheFirstAnswerEndsTheConnection() throws IOException {
        bob.introduced();
        String two = whole(bob.signed(bob.call())) + whole(bob.signed(bob.call()));
        assertThat(say(two))
                .doesNotContain("HTTP/1.1 200 OK\r\n".repeat(2))
                .satisfies(
                        said -> assertThat(said.split("HTTP/1.1 ", -1).length).isLessThanOrEqualTo(2));
    }

    @Test
    void aRequestThatDoesNotEndInTimeIsCutOff() throws IOException {
        assertThat(say("PUT /a/b/c HTTP/1.1\r\nHost: a\r\n")).isEmpty();
        assertThat(say(head(bob.signed(bob.call()), "Content-Length: 19\r\n\r\n")))
                .isEmpty();
        assertThat(say("")).isEmpty();
    }

    @Test
    void asManyConnectionsAsAllowedAreServedAndOneMoreIsClosedUnread() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS - 1; i++) {
                crowd.add(new Socket(http().host(), http().port()));
            }
            RawSocket last = new RawSocket(http());
            assertThat(say(padded("GET / HTTP/1.1\r\n\r\n"))).isEmpty();
            assertThat(alice.counters()).containsEntry("dropped.busy", 1L);
            assertThatItIsServed(last);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void strangersOfOneAddressHaveAQuarterOfTheConnectionsAndNotOneMore() throws IOException {
        Map<String, Object> roomy =
                Map.of("comity.detached.over", List.of("http"), "comity.http.connections", 4 * CONNECTIONS + 4);
        List<RawSocket> crowd = new ArrayList<>();
        try (Node carol = Neighbours.start(home, "carol", roomy)) {
            Address http = Foreigner.address(carol, "http");
            for (int i = 0; i < CONNECTIONS + 1; i++) {
                crowd.add(new RawSocket(http));
            }
            try (RawSocket oneMore = new RawSocket(http);
                    RawSocket elsewhere = new RawSocket(http, "127.0.0.2")) {
                assertThat(oneMore.readToTheEnd()).isEmpty();
                assertThat(carol.counters()).containsEntry("dropped.busy", 1L);
                assertThatItIsServed(elsewhere);
            }
            assertThatItIsServed(crowd.get(CONNECTIONS));
        } finally {
            for (RawSocket socket : crowd) {
                socket.close();
            }
        }
    }

    private static void assertThatItIsServed(RawSocket socket) throws IOException {
        socket.write(padded("GET / HTTP/1.1\r\n\r\n").getBytes(ISO_8859_1));
        assertThat(new String(socket.readToTheEnd(), ISO_8859_1)).isEqualTo(MALFORMED);
    }

    @Test
    void anEndpointThatIsKilledIsBackAtItsPort() {
        bob.introduced();
        Address before = http();
        new Tree(alice)
                .find(path -> path.startsWith("http-"))
                .get(0)
                .tell(Kill.getInstance(), akka.actor.ActorRef.noSender());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        new Tree(alice).find(path -> path.startsWith("http-")).size() == 1
                                && bob.send(bob.call()).outcome() == Outcome.OK);
        assertThat(http()).isEqualTo(before);
    }

    @Test
    void aPortInUseStopsTheStartWithItsCureInOneLine() {
        assertThatThrownBy(() -> Neighbours.start(
                        home,
                        "carol",
                        Map.of("comity.detached.over", List.of("http"), "comity.http.port", http().port())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("set comity.http.port to another, 0 for any")
                .hasMessageNotContaining("\n");
    }
}
