package io.comity.detached;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls and answers under HTTP Message Signatures (RFC 9421) with Content-Digest (RFC 9530), in one form only: the label is
 * {@code comity}, the covered components and the parameters are those below, in that order, once and in that spelling.
 *
 * <p>A signature base is printable and begins with a quote, so it is none of what a key signs elsewhere: objects begin with
 * 0x84, and domains are followed by 0x00.
 */
public final class HttpSignatures {
    static final String CALL_COMPONENTS = "(\"@method\" \"@path\" \"content-type\" \"content-digest\" \"comity-call\")";
    static final String ANSWER_COMPONENTS =
            "(\"@status\" \"content-type\" \"content-digest\" \"comity-answer\" \"signature\";req;key=\"comity\")";

    private static final String NUMBER = "(0|[1-9][0-9]{0,14})";
    private static final Pattern CALL_INPUT = Pattern.compile("comity=(" + Pattern.quote(CALL_COMPONENTS) + ";created="
            + NUMBER + ";expires=" + NUMBER + ";keyid=\"([a-z0-9]{1,63})\";alg=\"ed25519\";tag=\"comity-call\")");
    private static final Pattern CALL_HEADER =
            Pattern.compile("epoch=" + NUMBER + ", stream=" + NUMBER + ", sequence=" + NUMBER + ", reply=\\?([01])");
    private static final Pattern SIGNATURE = Pattern.compile("comity=:([A-Za-z0-9+/]{86}==):");
    private static final String LABEL = "comity=";

    private HttpSignatures() {}

    /** The value of a Content-Digest header. */
    public static String digest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(body)) + ":";
    }

    /**
     * Whose call a PUT is, if it is one for {@code self}. Cheap checks come first; two signature checks at most; never throws.
     * The body of the call is the one received, which may be JSON.
     */
    public static Claim read(HttpCall put, NodeId self) {
        Optional<HttpPath> path = HttpPath.parse(put.path());
        Matcher header = CALL_HEADER.matcher(put.comityCall());
        boolean known = put.contentType().equals(HttpCall.CBOR) || put.isJson();
        if (path.isEmpty() || !header.matches() || !known || put.body().size() > DetachedCall.MAX_BODY_BYTES) {
            return new Claim.Refused(Refusal.MALFORMED);
        }
        Matcher input = CALL_INPUT.matcher(put.signatureInput());
        Matcher signature = SIGNATURE.matcher(put.signature());
        if (!input.matches()
                || !signature.matches()
                || !put.contentDigest().equals(digest(put.body().toArray()))) {
            return new Claim.Refused(Refusal.UNSIGNED);
        }
        NodeId issuer = node(input.group(4));
        byte[] signed = callBase(put, input.group(1));
        if (issuer == null || !Ed25519.verifyExact(issuer, signed, bytes(signature.group(1)))) {
            return new Claim.Refused(Refusal.UNSIGNED);
        }
        if (!path.get().node().equals(self.text())) {
            return new Claim.Refused(Refusal.DENIED);
        }
        DetachedCall call = new DetachedCall(
                issuer,
                self,
                Long.parseLong(header.group(1)),
                Long.parseLong(header.group(2)),
                Long.parseLong(header.group(3)),
                Long.parseLong(input.group(2)),
                Long.parseLong(input.group(3)),
                path.get().engine(),
                path.get().type(),
                put.body(),
                header.group(4).equals("1"));
        return new Claim.Signed(call, Bytes.EMPTY);
    }

    /** A node's key in the one spelling it has here. */
    static @Nullable NodeId node(String text) {
        return NodeId.parse(text)
                .toOptional()
                .filter(node -> node.text().equals(text))
                .orElse(null);
    }

    private static byte[] bytes(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        // The last letter has four unused bits: of its sixteen spellings one is right.
        return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : new byte[0];
    }

    static byte[] callBase(HttpCall put, String parameters) {
        return ("\"@method\": PUT\n\"@path\": " + put.path()
                        + "\n\"content-type\": " + put.contentType()
                        + "\n\"content-digest\": " + put.contentDigest()
                        + "\n\"comity-call\": " + put.comityCall()
                        + "\n\"@signature-params\": " + parameters)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes the PUT for {@code call}; {@code body} is what it carries, in {@code contentType}. */
    public static HttpCall sign(KeyHolder issuer, DetachedCall call, String contentType, byte[] body) {
        String parameters = CALL_COMPONENTS + ";created=" + call.created() + ";expires=" + call.deadline() + ";keyid=\""
                + issuer.nodeId().text() + "\";alg=\"ed25519\";tag=\"comity-call\"";
        HttpCall put = new HttpCall(
                new HttpPath(call.node().text(), call.engine(), call.type()).text(),
                contentType,
                digest(body),
                "epoch=" + call.epoch() + ", stream=" + call.stream() + ", sequence=" + call.sequence() + ", reply=?"
                        + (call.reply() ? 1 : 0),
                LABEL + parameters,
                "",
                Bytes.of(body));
        String signature = LABEL + encoded(issuer.sign(callBase(put, parameters)));
        return new HttpCall(
                put.path(),
                contentType,
                put.contentDigest(),
                put.comityCall(),
                put.signatureInput(),
                signature,
                put.body());
    }

    private static String encoded(byte[] bytes) {
        return ":" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    /** Signs the answer to the call with this Signature header; {@code body} is the reply in {@code contentType}. */
    public static HttpAnswer sign(
            KeyHolder node, String callSignature, Answer answer, String contentType, byte[] body) {
        String header = "outcome=" + answer.outcome().label() + ", epoch=" + answer.epoch() + ", type=\""
                + HttpPath.encode(answer.type()) + "\"";
        int status = answer.outcome() == Outcome.OK && answer.type().isEmpty()
                ? HttpAnswer.TOLD
                : answer.outcome().httpStatus();
        String parameters = ANSWER_COMPONENTS + ";created=" + answer.created() + ";keyid=\""
                + node.nodeId().text() + "\";alg=\"ed25519\";tag=\"comity-answer\"";
        HttpAnswer unsigned =
                new HttpAnswer(status, contentType, digest(body), header, LABEL + parameters, "", Bytes.of(body));
        String signature = LABEL + encoded(node.sign(answerBase(unsigned, callSignature, parameters)));
        return unsigned.signedBy(signature);
    }

    static byte[] answerBase(HttpAnswer answer, String callSignature, String parameters) {
        return ("\"@status\": " + answer.status()
                        + "\n\"content-type\": " + answer.contentType()
                        + "\n\"content-digest\": " + answer.contentDigest()
                        + "\n\"comity-answer\": " + answer.comityAnswer()
                        + "\n\"signature\";req;key=\"comity\": " + callSignature.substring(LABEL.length())
                        + "\n\"@signature-params\": " + parameters)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether {@code answer} is the one of {@code node} to the call with this Signature header. */
    public static boolean holds(HttpAnswer answer, NodeId node, String callSignature) {
        Matcher signature = SIGNATURE.matcher(answer.signature());
        String suffix = ";keyid=\"" + node.text() + "\";alg=\"ed25519\";tag=\"comity-answer\"";
        return signature.matches()
                && answer.signatureInput().startsWith(LABEL + ANSWER_COMPONENTS + ";created=")
                && answer.signatureInput().endsWith(suffix)
                && answer.contentDigest().equals(digest(answer.body().toArray()))
                && Ed25519.verifyExact(
                        node,
                        answerBase(
                                answer, callSignature, answer.signatureInput().substring(LABEL.length())),
                        bytes(signature.group(1)));
    }
}
