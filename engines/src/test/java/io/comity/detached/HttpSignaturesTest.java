package io.comity.detached;

import static io.comity.detached.Calls.ALICE;
import static io.comity.detached.Calls.BOB;
import static io.comity.detached.Calls.MALLORY;
import static io.comity.detached.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSignaturesTest {
    private static final HttpCall PUT = HttpSignatures.sign(BOB, call(), HttpCall.CBOR, Calls.BODY.toArray());

    @Test
    void aPutIsReadAsItWasSigned() {
        Claim claim = HttpSignatures.read(PUT, ALICE.nodeId());
        assertThat(((Claim.Signed) claim).call()).isEqualTo(call());
    }

    @Test
    void aPutForAnotherNodeIsDenied() {
        assertThat(HttpSignatures.read(PUT, MALLORY.nodeId())).isEqualTo(new Claim.Refused(Refusal.DENIED));
    }

    static Stream<HttpCall> altered() {
        HttpCall p = PUT;
        Bytes other = Bytes.of("{}".getBytes(StandardCharsets.US_ASCII));
        String digest = HttpSignatures.digest(other.toArray());
        return Stream.of(
                new HttpCall(
                        p.path().replace("Greet", "Secret"),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path().replace("greeter", "vault"),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        HttpCall.JSON,
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        other),
                new HttpCall(
                        p.path(), p.contentType(), digest, p.comityCall(), p.signatureInput(), p.signature(), other),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall().replace("sequence=0", "sequence=1"),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall().replace("?1", "?0"),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput().replace("created=17", "created=18"),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput()
                                .replace(BOB.nodeId().text(), MALLORY.nodeId().text()),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput().replace(" \"content-digest\"", ""),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput().replace("ed25519", "hmac-sha256"),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput() + ";nonce=\"a\"",
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        "comity=:" + "A".repeat(86) + "==:",
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        "",
                        p.body()));
    }

    @ParameterizedTest
    @MethodSource("altered")
    void whateverIsAlteredBreaksTheSignature(HttpCall altered) {
        assertThat(HttpSignatures.read(altered, ALICE.nodeId())).isEqualTo(new Claim.Refused(Refusal.UNSIGNED));
    }

    @Test
    void whatIsNoCallIsMalformed() {
        HttpCall p = PUT;
        Bytes tooLarge = Bytes.of(new byte[DetachedCall.MAX_BODY_BYTES + 1]);
        List<HttpCall> malformed = List.of(
                new HttpCall(
                        "/",
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        "text/plain",
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall() + " ",
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        "epoch=01, stream=1, sequence=1, reply=?1",
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        "epoch=1000000000000000, stream=1, sequence=1, reply=?1",
                        p.signatureInput(),
                        p.signature(),
                        p.body()),
                new HttpCall(
                        p.path(),
                        p.contentType(),
                        p.contentDigest(),
                        p.comityCall(),
                        p.signatureInput(),
                        p.signature(),
                        tooLarge));
        for (HttpCall each : malformed) {
            assertThat(HttpSignatures.read(each, ALICE.nodeId())).isEqualTo(new Claim.Refused(Refusal.MALFORMED));
        }
    }

    @Test
    void anAnswerIsTheOneOfItsNodeToItsCall() {
        Answer answer = new Answer(Outcome.OK, Calls.EPOCH, Calls.NOW, "Greeting", Calls.BODY);
        HttpAnswer signed = HttpSignatures.sign(ALICE, PUT.signature(), answer, HttpCall.CBOR, Calls.BODY.toArray());
        assertThat(signed.status()).isEqualTo(200);
        assertThat(HttpSignatures.holds(signed, ALICE.nodeId(), PUT.signature()))
                .isTrue();
        assertThat(HttpSignatures.holds(signed, MALLORY.nodeId(), PUT.signature()))
                .isFalse();
        String otherCall = HttpSignatures.sign(BOB, Calls.call(BOB, 7, 1, Calls.NOW), HttpCall.CBOR, new byte[0])
                .signature();
        assertThat(HttpSignatures.holds(signed, ALICE.nodeId(), otherCall)).isFalse();
        HttpAnswer otherStatus = new HttpAnswer(
                403,
                signed.contentType(),
                signed.contentDigest(),
                signed.comityAnswer(),
                signed.signatureInput(),
                signed.signature(),
                signed.body());
        assertThat(HttpSignatures.holds(otherStatus, ALICE.nodeId(), PUT.signature()))
                .isFalse();
    }

    @Test
    void namesTravelInOneSpelling() {
        HttpPath path = new HttpPath("node1abc", "a/b", "Ärger<String>");
        assertThat(path.text()).isEqualTo("/node1abc/a%2Fb/%C3%84rger%3CString%3E");
        assertThat(HttpPath.parse(path.text())).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "n/e/T",
                "/n/e",
                "/n/e/T/",
                "/n/e/T/x",
                "/n//T",
                "/n/e/",
                "/n/e/%",
                "/n/e/%4",
                "/n/e/%41",
                "/n/e/%3c",
                "/n/e/T?x",
                "/n/e/T#x",
                "/n/%2e%2e/T",
                "/n/../T",
                "/n/E/T",
                "/n/e/%C3",
                "/n/e/%00%80",
                "/n/e/Ł",
                "/n/e/a b"
            })
    void everyOtherPathIsRefused(String path) {
        assertThat(HttpPath.parse(path)).isEmpty();
    }
}
