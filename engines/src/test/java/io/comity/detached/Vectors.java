package io.comity.detached;

import static io.comity.detached.Calls.ALICE;
import static io.comity.detached.Calls.BOB;
import static io.comity.detached.Calls.EPOCH;
import static io.comity.detached.Calls.MALLORY;
import static io.comity.detached.Calls.NOW;
import static io.comity.detached.Calls.call;
import static io.comity.detached.Json.object;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes {@code docs/protocol/detached-vectors.json}: what is accepted, what is refused and as what. */
final class Vectors {
    private static final HexFormat HEX = HexFormat.of();
    private static final String JSON_BODY = "{\"name\":\"Bob\",\"replyTo\":0}";

    private Vectors() {}

    static Map<String, Object> all() {
        return object(
                "about",
                "Detached calls, see detached.md. Seeds, keys, bodies, objects are hexadecimal. verdict is what the node says"
                        + " before it looks at rights: accepted, or the refusal.",
                "keys",
                object("node", key(1, ALICE), "issuer", key(2, BOB), "other", key(3, MALLORY)),
                "epoch",
                EPOCH,
                "now",
                NOW,
                "objects",
                objects(),
                "answers",
                answers(),
                "puts",
                puts(),
                "httpAnswers",
                httpAnswers(),
                "paths",
                paths(),
                "json",
                json(),
                "judgements",
                judgements());
    }

    private static Map<String, Object> key(int seed, MemoryKeyHolder holder) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return object(
                "seed",
                HEX.formatHex(bytes),
                "public",
                holder.nodeId().key().toHex(),
                "text",
                holder.nodeId().text());
    }

    // Objects.

    private static List<Object> objects() {
        byte[] good = CallObject.sign(BOB, call());
        byte[] payload = CallObject.payload(call());
        byte[] signature = good.clone();
        signature[good.length - 1] ^= 1;
        byte[] swapped = good.clone();
        swapped[indexOf(good, "Greet") + 4] = 'z';
        List<Object> all = new ArrayList<>();
        all.add(accepted("a call that wants a reply", call()));
        DetachedCall largest = new DetachedCall(
                BOB.nodeId(),
                ALICE.nodeId(),
                DetachedCall.MAX_NUMBER,
                DetachedCall.MAX_NUMBER,
                DetachedCall.MAX_NUMBER,
                DetachedCall.MAX_NUMBER,
                DetachedCall.MAX_NUMBER,
                "a/b-c.d_e",
                "Ärger<String>",
                Bytes.EMPTY,
                false);
        all.add(accepted("a cast with the largest numbers", largest));
        all.add(refused("another byte in the signature", signature, Refusal.UNSIGNED));
        all.add(refused("another message type", swapped, Refusal.UNSIGNED));
        all.add(refused("signed as an answer", CoseSign1.sign(BOB, AnswerObject.DOMAIN, payload), Refusal.UNSIGNED));
        all.add(refused(
                "signed by another than it names",
                CoseSign1.sign(MALLORY, CallObject.DOMAIN, payload),
                Refusal.MALFORMED));
        all.add(refused("cut short", Arrays.copyOf(good, good.length - 1), Refusal.MALFORMED));
        all.add(refused("a byte more", Arrays.copyOf(good, good.length + 1), Refusal.MALFORMED));
        all.add(refused("tagged", tagged(good), Refusal.MALFORMED));
        all.add(refused("for another node", CallObject.sign(BOB, to(MALLORY)), Refusal.DENIED));
        all.add(refused("a field too many", oneMore(payload), Refusal.MALFORMED));
        all.add(refused("a number beyond the bound", CallObject.sign(BOB, beyond()), Refusal.MALFORMED));
        return all;
    }

    private static Map<String, Object> accepted(String name, DetachedCall call) {
        byte[] object = CallObject.sign(BOB, call);
        Claim.Signed claim = (Claim.Signed) CallObject.read(object, ALICE.nodeId());
        return object(
                "name", name,
                "verdict", "accepted",
                "epoch", call.epoch(),
                "stream", call.stream(),
                "sequence", call.sequence(),
                "created", call.created(),
                "deadline", call.deadline(),
                "engine", call.engine(),
                "type", call.type(),
                "body", call.body().toHex(),
                "reply", call.reply(),
                "payload", HEX.formatHex(CallObject.payload(call)),
                "callId", claim.id().toHex(),
                "object", HEX.formatHex(object));
    }

    private static Map<String, Object> refused(String name, byte[] bytes, Refusal why) {
        return object("name", name, "verdict", why.name(), "object", HEX.formatHex(bytes));
    }

    private static int indexOf(byte[] bytes, String ascii) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ascii);
    }

    private static byte[] tagged(byte[] object) {
        byte[] tagged = new byte[object.length + 1];
        tagged[0] = (byte) 0xd2;
        System.arraycopy(object, 0, tagged, 1, object.length);
        return tagged;
    }

    private static byte[] oneMore(byte[] payload) {
        byte[] more = new CborWriter(256, 4_096)
                .array(12)
                .encoded(payload, 1, payload.length - 1)
                .nil()
                .toByteArray();
        return CoseSign1.sign(BOB, CallObject.DOMAIN, more);
    }

    private static DetachedCall to(MemoryKeyHolder node) {
        DetachedCall c = call();
        return new DetachedCall(
                c.issuer(),
                node.nodeId(),
                c.epoch(),
                c.stream(),
                c.sequence(),
                c.created(),
                c.deadline(),
                c.engine(),
                c.type(),
                c.body(),
                c.reply());
    }

    private static DetachedCall beyond() {
        return Calls.call(BOB, DetachedCall.MAX_NUMBER + 1, 0, NOW);
    }

    private static List<Object> answers() {
        Claim.Signed claim = (Claim.Signed) CallObject.read(CallObject.sign(BOB, call()), ALICE.nodeId());
        List<Object> all = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            boolean ok = outcome == Outcome.OK;
            Answer answer = answer(outcome, ok ? "Greeting" : "", ok ? Bytes.ofHex("a164746578746161") : Bytes.EMPTY);
            all.add(object(
                    "outcome", outcome.label(),
                    "code", outcome.code(),
                    "callId", claim.id().toHex(),
                    "epoch", EPOCH,
                    "created", NOW,
                    "type", answer.type(),
                    "body", answer.body().toHex(),
                    "object", HEX.formatHex(AnswerObject.sign(ALICE, claim.id(), answer))));
        }
        return all;
    }

    private static Answer answer(Outcome outcome, String type, Bytes body) {
        return new Answer(outcome, EPOCH, NOW, type, body);
    }

    // HTTP.

    private static List<Object> puts() {
        HttpCall cbor = HttpSignatures.sign(BOB, call(), HttpCall.CBOR, Calls.BODY.toArray());
        HttpCall json = HttpSignatures.sign(BOB, call(), HttpCall.JSON, JSON_BODY.getBytes(StandardCharsets.UTF_8));
        DetachedCall odd = new DetachedCall(
                BOB.nodeId(), ALICE.nodeId(), EPOCH, 0, 1, NOW, NOW + 1, "a/b", "Ärger<String>", Bytes.EMPTY, false);
        HttpCall elsewhere = HttpSignatures.sign(BOB, to(MALLORY), HttpCall.CBOR, Calls.BODY.toArray());
        List<Object> all = new ArrayList<>();
        all.add(put("cbor", cbor, "accepted"));
        all.add(put("json", json, "accepted"));
        all.add(put("names that need escapes", HttpSignatures.sign(BOB, odd, HttpCall.CBOR, new byte[0]), "accepted"));
        all.add(put("for another node", elsewhere, "DENIED"));
        all.add(put("another body", with(cbor, cbor.path(), cbor.comityCall(), Bytes.ofHex("a0")), "UNSIGNED"));
        String otherPath = cbor.path().replace("Greet", "Note");
        all.add(put("another path", with(cbor, otherPath, cbor.comityCall(), cbor.body()), "UNSIGNED"));
        String otherSequence = cbor.comityCall().replace("sequence=0", "sequence=1");
        all.add(put("another sequence", with(cbor, cbor.path(), otherSequence, cbor.body()), "UNSIGNED"));
        String spaced = cbor.comityCall().replace(", ", ",");
        all.add(put("other spelling", with(cbor, cbor.path(), spaced, cbor.body()), "MALFORMED"));
        String escaped = cbor.path().replace("Greet", "%47reet");
        all.add(put("another spelling of the path", with(cbor, escaped, cbor.comityCall(), cbor.body()), "MALFORMED"));
        return all;
    }

    private static HttpCall with(HttpCall put, String path, String comityCall, Bytes body) {
        return new HttpCall(
                path, put.contentType(), put.contentDigest(), comityCall, put.signatureInput(), put.signature(), body);
    }

    private static Map<String, Object> put(String name, HttpCall put, String verdict) {
        String parameters = put.signatureInput().substring("comity=".length());
        return object(
                "name", name,
                "verdict", verdict,
                "path", put.path(),
                "content-type", put.contentType(),
                "content-digest", put.contentDigest(),
                "comity-call", put.comityCall(),
                "signature-input", put.signatureInput(),
                "signature", put.signature(),
                "body", put.body().toHex(),
                "base", new String(HttpSignatures.callBase(put, parameters), StandardCharsets.US_ASCII));
    }

    private static List<Object> httpAnswers() {
        HttpCall put = HttpSignatures.sign(BOB, call(), HttpCall.CBOR, Calls.BODY.toArray());
        Bytes greeting = Bytes.ofHex("a164746578746161");
        List<Object> all = new ArrayList<>();
        all.add(httpAnswer(put, HttpCall.CBOR, answer(Outcome.OK, "Greeting", greeting), greeting.toArray()));
        all.add(httpAnswer(
                put,
                HttpCall.JSON,
                answer(Outcome.OK, "Greeting", greeting),
                "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8)));
        for (Outcome outcome : Outcome.values()) {
            all.add(httpAnswer(put, HttpCall.CBOR, answer(outcome, "", Bytes.EMPTY), new byte[0]));
        }
        return all;
    }

    private static Map<String, Object> httpAnswer(HttpCall put, String contentType, Answer answer, byte[] body) {
        HttpAnswer signed = HttpSignatures.sign(ALICE, put.signature(), answer, contentType, body);
        String parameters = signed.signatureInput().substring("comity=".length());
        return object(
                "outcome", answer.outcome().label(),
                "status", signed.status(),
                "callSignature", put.signature(),
                "content-type", signed.contentType(),
                "content-digest", signed.contentDigest(),
                "comity-answer", signed.comityAnswer(),
                "signature-input", signed.signatureInput(),
                "signature", signed.signature(),
                "body", signed.body().toHex(),
                "base",
                        new String(
                                HttpSignatures.answerBase(signed, put.signature(), parameters),
                                StandardCharsets.US_ASCII));
    }

    private static List<Object> paths() {
        List<Object> all = new ArrayList<>();
        for (String path : List.of(
                "/n/greeter/Greet",
                "/n/a%2Fb/%C3%84rger%3CString%3E",
                "/n/greeter",
                "/n/greeter/Greet/",
                "/n/a/b/Greet",
                "/n/greeter/%47reet",
                "/n/greeter/a%3cb",
                "/n/greeter/%C3",
                "/n/Greeter/Greet",
                "/n/greeter/Greet?x")) {
            HttpPath read = HttpPath.parse(path).orElse(null);
            all.add(
                    read == null
                            ? object("path", path, "accepted", false)
                            : object("path", path, "accepted", true, "engine", read.engine(), "type", read.type()));
        }
        return all;
    }

    // Bodies and judgements.

    private static List<Object> json() {
        List<Object> all = new ArrayList<>();
        for (String json : List.of(
                JSON_BODY,
                "true",
                "[false]",
                "0",
                "-1",
                "23",
                "24",
                "255",
                "256",
                "65536",
                "4294967296",
                "9223372036854775807",
                "-9223372036854775808",
                "1.5",
                "-0.0",
                "1e3",
                "{\"~f32\":1.5}",
                "\"ü\"",
                "\"\\ud83d\\ude00\"",
                "{\"~b64\":\"AQ\"}",
                "{\"~b64\":\"\"}",
                "[]",
                "{}",
                " [1, {\"a\": [2]}] ",
                "null",
                "9223372036854775808",
                "-0",
                "01",
                "1e400",
                "NaN",
                "{\"a\":1,\"a\":2}",
                "{\"~b64\":\"AQ==\"}",
                "{\"~b64\":\"AR\"}",
                "{\"~b64\":\"AQ\",\"a\":1}",
                "{\"~x\":1}",
                "\"\\ud800\"",
                "1 2",
                "[1,]",
                "")) {
            byte[] cbor = JsonBody.toCbor(json.getBytes(StandardCharsets.UTF_8)).orElse(null);
            all.add(
                    cbor == null
                            ? object("json", json, "accepted", false)
                            : object("json", json, "accepted", true, "cbor", HEX.formatHex(cbor)));
        }
        return all;
    }

    /** One after the other at one node that remembers two streams of an issuer. */
    private static List<Object> judgements() {
        Judge judge = new Judge(EPOCH, new Judge.Limits(2, 2));
        List<Object> all = new ArrayList<>();
        all.add(judged(judge, EPOCH - 1, 1, 0, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 0, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 0, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 100, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 37, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 36, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 101, NOW - 60, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 102, NOW - 61, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 103, NOW + 60, NOW + 99));
        all.add(judged(judge, EPOCH, 1, 104, NOW + 61, NOW + 99));
        all.add(judged(judge, EPOCH, 1, 105, NOW, NOW));
        all.add(judged(judge, EPOCH, 1, 106, NOW, NOW + 1));
        all.add(judged(judge, EPOCH, 2, 5, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 1, 107, NOW, NOW + 9));
        all.add(judged(judge, EPOCH, 3, 5, NOW + 1, NOW + 9));
        all.add(judged(judge, EPOCH, 2, 5, NOW, NOW + 9));
        return all;
    }

    private static Map<String, Object> judged(
            Judge judge, long epoch, long stream, long sequence, long created, long deadline) {
        DetachedCall call = new DetachedCall(
                BOB.nodeId(), ALICE.nodeId(), epoch, stream, sequence, created, deadline, "e", "T", Bytes.EMPTY, false);
        Outcome refused = judge.refused(call, NOW);
        return object(
                "epoch", epoch,
                "stream", stream,
                "sequence", sequence,
                "created", created,
                "deadline", deadline,
                "outcome", refused == null ? "ok" : refused.label());
    }
}
