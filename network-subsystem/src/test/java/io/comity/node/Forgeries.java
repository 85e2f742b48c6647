package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.detached.HttpCall;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import io.comity.mission.Presentation;
import io.comity.mission.SignedGrant;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Things that look like something else: calls, grants and keys as an attacker makes them from honest ones. */
final class Forgeries {
    private Forgeries() {}

    /** Says that it is {@code name}, and signs with another key. */
    static KeyHolder named(NodeId name, KeyHolder signer) {
        return new KeyHolder() {
            @Override
            public NodeId nodeId() {
                return name;
            }

            @Override
            public byte[] sign(byte[] toBeSigned) {
                return signer.sign(toBeSigned);
            }
        };
    }

    static HttpCall with(HttpCall put, String digest, Bytes body) {
        return new HttpCall(
                put.path(), put.contentType(), digest, put.comityCall(), put.signatureInput(), put.signature(), body);
    }

    static HttpCall signedAs(HttpCall put, String signature) {
        return new HttpCall(
                put.path(),
                put.contentType(),
                put.contentDigest(),
                put.comityCall(),
                put.signatureInput(),
                signature,
                put.body());
    }

    static byte[] classNamed(String field) {
        CborWriter out = new CborWriter(128, 256);
        out.encoded(new byte[] {(byte) 0xa2}, 0, 1).text(field).text(Canary.class.getName());
        return out.text("text").text("x").toByteArray();
    }

    /** Keys that everybody knows: of nothing, of a pattern, of a name, of RFC 8032 section 7.1. */
    static List<byte[]> guesses() {
        byte[] counting = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        return List.of(
                new byte[32],
                ones,
                counting,
                Sha256.of("comity".getBytes(UTF_8)),
                Sha256.of("alice".getBytes(UTF_8)),
                Sha256.of(new byte[0]),
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    }

    static Bytes salt() {
        return Bytes.of(new byte[SignedGrant.SALT_BYTES]);
    }

    /** The same content, signed by somebody who would like to have made it. */
    static Bytes forged(SignedGrant grant, NodeId signer, KeyHolder forger) {
        CoseSign1.Checked honest = CoseSign1.verify(grant.signed().toArray(), SignedGrant.DOMAIN, signer);
        byte[] payload =
                ((CoseSign1.Accepted) honest).object().value().payload().toArray();
        return Bytes.of(CoseSign1.sign(forger, SignedGrant.DOMAIN, payload));
    }

    static Bytes presentation(Bytes link) {
        byte[] chain = new CborWriter(512, 8_192).array(1).bytes(link).toByteArray();
        return new Presentation(Bytes.of(chain), Bytes.EMPTY).encode();
    }

    /** What other systems' decoders make code or classes of, or give all their memory for. */
    static List<byte[]> bodies(byte[] serialized) {
        byte[] nested = new byte[20_000];
        Arrays.fill(nested, (byte) 0x81);
        return List.of(
                serialized,
                // {"@class": "io.comity.node.Canary", "text": "x"}, as JSON and as CBOR
                ("{\"@class\":\"" + Canary.class.getName() + "\",\"text\":\"x\"}").getBytes(UTF_8),
                classNamed("@class"),
                classNamed("class"),
                // an Erlang fun, and an atom that does not exist yet
                HexFormat.of().parseHex("837000000010"),
                HexFormat.of().parseHex("83640007706f69736f6e21"),
                // a tag that wraps a text, a text of two gigabytes, an array of as many, and a deep one
                HexFormat.of().parseHex("a16474657874d8206161"),
                HexFormat.of().parseHex("a164746578747a7fffffff"),
                HexFormat.of().parseHex("9a7fffffff"),
                nested);
    }

    /** {@code put} with other signatures than its own. */
    static List<HttpCall> badlySigned(HttpCall put, String byAnother) {
        byte[] flipped = put.signature().getBytes(ISO_8859_1);
        flipped[20] = (byte) (flipped[20] == 'A' ? 'B' : 'A');
        return List.of(
                signedAs(put, new String(flipped, ISO_8859_1)),
                signedAs(put, byAnother),
                signedAs(put, "sig=::"),
                signedAs(put, ""));
    }
}
