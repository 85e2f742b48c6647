package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.detached.Answer;
import io.comity.detached.AnswerObject;
import io.comity.detached.CallObject;
import io.comity.detached.Claim;
import io.comity.detached.DetachedCall;
import io.comity.detached.HttpAnswer;
import io.comity.detached.HttpCall;
import io.comity.detached.HttpSignatures;
import io.comity.detached.Outcome;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.grpc.CallClient;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Software that is no node: a key, and a way to hand in calls. Checks the signature of every answer that has one. */
final class Foreigner implements AutoCloseable {
    enum Carrier {
        GRPC,
        HTTP_CBOR,
        HTTP_JSON
    }

    /** @param status what the carrier says, 200 and 0 for success */
    record Said(int status, @Nullable Answer answer, byte[] body) {
        Outcome outcome() {
            if (answer == null) {
                throw new AssertionError("no signed answer, and status " + status);
            }
            return answer.outcome();
        }
    }

    private static final Pattern ANSWER = Pattern.compile("outcome=([a-z]+), epoch=(\\d+), type=\"([^\"]*)\"");
    private static final Map<Integer, Integer> HTTP_OF_GRPC = Map.of(
            Status.Code.INVALID_ARGUMENT.value(), 400,
            Status.Code.UNAUTHENTICATED.value(), 401,
            Status.Code.PERMISSION_DENIED.value(), 403,
            Status.Code.RESOURCE_EXHAUSTED.value(), 503);

    static final String GREET_JSON = "{\"name\":\"Bob\",\"replyTo\":0}";
    static final String GREET_CBOR = "a2646e616d6563426f62677265706c79546f00";

    private final MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Carrier carrier;
    private final Node node;
    private final @Nullable CallClient grpc;
    private long epoch;
    private long sequence;

    Foreigner(Carrier carrier, Node node) {
        this.carrier = carrier;
        this.node = node;
        this.grpc = carrier == Carrier.GRPC
                ? new CallClient(
                        address(node, "grpc").host(), address(node, "grpc").port())
                : null;
    }

    static Address address(Node node, String transport) {
        return node.addresses().stream()
                .filter(address -> address.transport().equals(transport))
                .findFirst()
                .orElseThrow();
    }

    NodeId id() {
        return key.nodeId();
    }

    MemoryKeyHolder key() {
        return key;
    }

    /** Learns the boot epoch as anybody with a grant does: by being told that another is the right one. */
    Foreigner introduced() {
        Said told = send(call());
        assertThat(told.outcome()).isEqualTo(Outcome.EPOCH);
        epoch = told.answer() == null ? 0 : told.answer().epoch();
        return this;
    }

    /** The next call, for a greeting. */
    DetachedCall call() {
        long now = Instant.now().getEpochSecond();
        return new DetachedCall(
                id(),
                node.id(),
                epoch,
                1,
                sequence++,
                now,
                now + 20,
                "greeter",
                "Greet",
                body(GREET_CBOR, GREET_JSON),
                true);
    }

    DetachedCall call(String engine, String type, Bytes body, boolean reply) {
        DetachedCall c = call();
        return new DetachedCall(
                c.issuer(),
                c.node(),
                c.epoch(),
                c.stream(),
                c.sequence(),
                c.created(),
                c.deadline(),
                engine,
                type,
                body,
                reply);
    }

    DetachedCall at(long created, long deadline) {
        DetachedCall c = call();
        return new DetachedCall(
                c.issuer(),
                c.node(),
                c.epoch(),
                c.stream(),
                c.sequence(),
                created,
                deadline,
                c.engine(),
                c.type(),
                c.body(),
                c.reply());
    }

    Bytes body(String cborHex, String json) {
        return carrier == Carrier.HTTP_JSON
                ? Bytes.of(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : Bytes.ofHex(cborHex);
    }

    Said send(DetachedCall call) {
        return begin(call).join();
    }

    CompletableFuture<Said> begin(DetachedCall call) {
        return carrier == Carrier.GRPC
                ? object(CallObject.sign(key, call), call.reply())
                : put(signed(call), put -> put);
    }

    HttpCall signed(DetachedCall call) {
        return HttpSignatures.sign(
                key,
                call,
                carrier == Carrier.HTTP_JSON ? HttpCall.JSON : HttpCall.CBOR,
                call.body().toArray());
    }

    CompletableFuture<Said> object(byte[] object, boolean reply) {
        if (grpc == null) {
            throw new IllegalStateException("no gRPC client");
        }
        return grpc.send(object, reply).thenApply(said -> {
            if (said.message() == null) {
                int status = HTTP_OF_GRPC.getOrDefault(said.status().getCode().value(), -1);
                assertThat(said.status().getDescription()).isNull();
                return new Said(status, null, new byte[0]);
            }
            Claim.Signed claim = (Claim.Signed) CallObject.read(object, node.id());
            Answer answer =
                    AnswerObject.read(said.message(), node.id(), claim.id()).orElseThrow();
            return new Said(answer.outcome().httpStatus(), answer, answer.body().toArray());
        });
    }

    CompletableFuture<Said> put(HttpCall put, UnaryOperator<HttpCall> onTheWay) {
        HttpCall arrives = onTheWay.apply(put);
        Address at = address(node, "http");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + at.host() + ":" + at.port() + arrives.path()))
                .header("Content-Type", arrives.contentType())
                .header("Content-Digest", arrives.contentDigest())
                .header("Comity-Call", arrives.comityCall())
                .header("Signature-Input", arrives.signatureInput())
                .header("Signature", arrives.signature())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(arrives.body().toArray()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> read(response, put));
    }

    private Said read(HttpResponse<byte[]> response, HttpCall put) {
        String header = response.headers().firstValue("Comity-Answer").orElse("");
        if (header.isEmpty()) {
            assertThat(response.headers().map()).containsOnlyKeys("content-length", "connection");
            return new Said(response.statusCode(), null, response.body());
        }
        HttpAnswer answer = new HttpAnswer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Content-Digest").orElse(""),
                header,
                response.headers().firstValue("Signature-Input").orElse(""),
                response.headers().firstValue("Signature").orElse(""),
                Bytes.of(response.body()));
        assertThat(HttpSignatures.holds(answer, node.id(), put.signature())).isTrue();
        Matcher said = ANSWER.matcher(header);
        assertThat(said.matches()).isTrue();
        Outcome outcome = Arrays.stream(Outcome.values())
                .filter(each -> each.label().equals(said.group(1)))
                .findFirst()
                .orElseThrow();
        return new Said(
                response.statusCode(),
                new Answer(outcome, Long.parseLong(said.group(2)), 0, said.group(3), Bytes.EMPTY),
                response.body());
    }

    /** As text where it is JSON, as hexadecimal digits where not. */
    String text(byte[] body) {
        return carrier == Carrier.HTTP_JSON
                ? new String(body, java.nio.charset.StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(body);
    }

    @Override
    public void close() throws InterruptedException {
        if (grpc != null) {
            grpc.close();
        }
    }
}
