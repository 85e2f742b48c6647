package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.desk.http.Putting;
import io.comity.detached.CallObject;
import io.comity.detached.Claim;
import io.comity.detached.DetachedCall;
import io.comity.detached.HttpCall;
import io.comity.detached.HttpSignatures;
import io.comity.detached.JsonBody;
import io.comity.detached.JsonReply;
import io.comity.detached.SignatureBase;
import io.comity.identity.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Calls without a session: signed objects as gRPC carries them, PUTs, and bodies in JSON; raw and under Alice's signature. A call
 * that is read is one that Alice would have written.
 */
final class GatewayFuzzTest extends FuzzTarget {
    private static final String DOMAIN = "comity/1 detached call";
    private static final int OBJECT = 0;
    private static final int SIGNED_OBJECT = 1;
    private static final int STREAM = 2;
    private static final int JSON = 3;
    private static final int PUT = 4;
    private static final int KINDS = 6;

    private static final byte[] BODY = Seeds.text("{\"name\":\"x\"}");

    private final Bodies bodies = new Bodies();

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        int kind = in.choice(KINDS);
        switch (kind) {
            case OBJECT -> object(in.rest());
            case SIGNED_OBJECT -> object(Signed.object(People.ALICE, DOMAIN, in.rest()));
            case STREAM -> stream(in.rest());
            case JSON -> json(in.rest());
            default -> put(in);
        }
    }

    private static void object(byte[] object) {
        if (CallObject.read(object, People.BOB_ID) instanceof Claim.Signed signed) {
            Must.equal(CallObject.sign(People.ALICE, alices(signed)), object, "the call, written again");
        }
    }

    private static DetachedCall alices(Claim.Signed signed) {
        Must.equal(signed.call().issuer(), People.ALICE_ID, "whose call it is");
        Must.equal(signed.call().node(), People.BOB_ID, "whom it is for");
        return signed.call();
    }

    private static void stream(byte[] stream) {
        Putting.claims(stream, People.BOB_ID).forEach(claim -> claim.map(GatewayFuzzTest::alices, why -> why));
    }

    private void json(byte[] json) {
        Optional<byte[]> cbor = JsonBody.toCbor(json);
        if (cbor.isPresent()) {
            for (int type = 0; type < Letters.PROTOCOL.size(); type++) {
                bodies.judge(type, cbor.get());
            }
            JsonReply.of(cbor.get())
                    .ifPresent(again ->
                            Must.equal(JsonBody.toCbor(again).orElse(new byte[0]), cbor.get(), "as JSON and back"));
        }
    }

    /** Fields, each of which an octet leaves as it should be or takes from the input; signed as it then is. */
    private static void put(Input in) {
        HttpCall honest = honest(in.flag() ? HttpCall.JSON : HttpCall.CBOR, BODY);
        int bent = in.octet();
        String path = (bent & 1) != 0 ? text(in) : honest.path();
        String type = (bent & 2) != 0 ? text(in) : honest.contentType();
        String header = (bent & 4) != 0 ? text(in) : honest.comityCall();
        String input = (bent & 8) != 0 ? text(in) : honest.signatureInput();
        Bytes body = (bent & 16) != 0 ? Bytes.of(in.run()) : honest.body();
        String digest = (bent & 32) != 0 ? text(in) : HttpSignatures.digest(body.toArray());
        HttpCall unsigned = new HttpCall(path, type, digest, header, input, "", body);
        String signature = (bent & 64) != 0 ? text(in) : signature(unsigned);
        HttpCall put = new HttpCall(path, type, digest, header, input, signature, body);
        if (HttpSignatures.read(put, People.BOB_ID) instanceof Claim.Signed signed) {
            HttpCall again = HttpSignatures.sign(People.ALICE, alices(signed), type, body.toArray());
            Must.equal(again, put, "the PUT, written again");
        } else {
            Must.hold(bent != 0, "an honest PUT is refused");
        }
    }

    private static String signature(HttpCall put) {
        String parameters =
                put.signatureInput().substring(Math.min(7, put.signatureInput().length()));
        byte[] signature = People.ALICE.sign(SignatureBase.of(put, parameters));
        return "comity=:" + Base64.getEncoder().encodeToString(signature) + ":";
    }

    private static String text(Input in) {
        return new String(in.take(in.octet()), StandardCharsets.ISO_8859_1);
    }

    private static HttpCall honest(String contentType, byte[] body) {
        return HttpSignatures.sign(People.ALICE, call(body), contentType, body);
    }

    private static DetachedCall call(byte[] body) {
        return new DetachedCall(
                People.ALICE_ID,
                People.BOB_ID,
                3,
                1,
                7,
                1_700_000_000,
                1_700_000_030,
                "greeter",
                "Plain",
                Bytes.of(body),
                true);
    }

    @Override
    List<byte[]> seeds() {
        byte[] object = CallObject.sign(People.ALICE, call(Letters.body(Letters.SAMPLES.get(0))));
        byte[] payload = Arrays.copyOfRange(object, 45, object.length - 66);
        HttpCall put = honest(HttpCall.JSON, Seeds.text("{\"text\":\"well?\",\"replyTo\":0}"));
        byte[] path = Seeds.text(put.path());
        return List.of(
                Seeds.join(new byte[] {OBJECT}, object),
                Seeds.join(new byte[] {SIGNED_OBJECT}, payload),
                Seeds.join(new byte[] {STREAM}, stream(put)),
                Seeds.join(new byte[] {STREAM}, stream(put), stream(put)),
                Seeds.join(new byte[] {JSON}, Seeds.text("""
                        {"name": "alice", "height": 100, "small": -7, "done": true, "kind": "RED"}""")),
                Seeds.join(new byte[] {JSON}, Seeds.text("""
                        [{"~b64": "AQID"}, {"~f32": 0.5}, 1.5e3, -0.0, "\\u00e4", [[]], {"a": {}}]""")),
                new byte[] {PUT, 1, 0},
                new byte[] {PUT, 0, 0},
                Seeds.join(new byte[] {PUT, 1, 1, (byte) path.length}, path),
                Seeds.join(new byte[] {PUT, 1, 16}, Seeds.run(Letters.body(Letters.SAMPLES.get(0)))),
                Seeds.join(new byte[] {PUT, 1, 4, 1, 'x'}),
                Seeds.join(new byte[] {PUT, 1, 64}, spelledOtherwise()));
    }

    /** The last letter of a signature has four bits that mean nothing. */
    private static byte[] spelledOtherwise() {
        byte[] signature = Seeds.text(honest(HttpCall.JSON, BODY).signature());
        signature[signature.length - 4]++;
        return Seeds.join(new byte[] {(byte) signature.length}, signature);
    }

    private static byte[] stream(HttpCall put) {
        return Seeds.join(
                Seeds.text("PUT " + put.path() + " HTTP/1.1\r\nhost: b.example\r\ncontent-length: "
                        + put.body().size() + "\r\n" + HttpCall.CONTENT_TYPE + ": " + put.contentType() + "\r\n"
                        + HttpCall.CONTENT_DIGEST + ": " + put.contentDigest() + "\r\n" + HttpCall.COMITY_CALL + ": "
                        + put.comityCall() + "\r\n" + HttpCall.SIGNATURE_INPUT + ": " + put.signatureInput() + "\r\n"
                        + HttpCall.SIGNATURE + ": " + put.signature() + "\r\n\r\n"),
                put.body().toArray());
    }
}
