package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.session.Vectors.Case;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The primitives under the handshake and the records against Project Wycheproof's cases, through our own classes. */
class WycheproofTest {
    @ParameterizedTest
    @CsvSource({"aes_gcm_test.json, AES_GCM", "chacha20_poly1305_test.json, CHACHA_POLY"})
    void sealsAndOpensOnlyWhatIsAuthentic(String file, CipherSuite suite) {
        List<Case> cases = Vectors.wycheproof(file).stream()
                .filter(WycheproofTest::hasOurSizes)
                .toList();
        assertThat(cases).hasSizeGreaterThan(50).anyMatch(Case::isValid).anyMatch(c -> !c.isValid());
        for (Case c : cases) {
            byte[] plain = c.bytes("msg");
            byte[] aad = c.bytes("aad");
            byte[] sealed = concatenate(c.bytes("ct"), c.bytes("tag"));
            byte[] out = new byte[plain.length];
            int length = new Aead(suite, c.bytes("key"))
                    .open(c.bytes("iv"), aad, aad.length, sealed, 0, sealed.length, out, 0);
            assertThat(length).as(c.name()).isEqualTo(c.isValid() ? plain.length : Aead.REFUSED);
            if (c.isValid()) {
                assertThat(out).as(c.name()).isEqualTo(plain);
                byte[] again = new byte[sealed.length];
                new Aead(suite, c.bytes("key")).seal(c.bytes("iv"), aad, aad.length, plain, 0, plain.length, again, 0);
                assertThat(again).as(c.name()).isEqualTo(sealed);
            }
        }
    }

    /** "Acceptable" marks twist points, keys above the prime and all-zero results; we refuse the last kind alone. */
    @Test
    void agreesOnEverySharedSecretExceptAllZeros() {
        List<Case> cases = Vectors.wycheproof("x25519_test.json");
        assertThat(cases).hasSizeGreaterThan(500);
        for (Case c : cases) {
            byte[] expected = c.bytes("shared");
            byte[] shared = new byte[expected.length];
            boolean agreed = X25519KeyPair.of(c.bytes("private")).agree(c.bytes("public"), shared);
            assertThat(agreed).as(c.name()).isEqualTo(!Arrays.equals(expected, new byte[expected.length]));
            assertThat(shared).as(c.name()).isEqualTo(expected);
        }
        assertThat(cases).anyMatch(c -> Arrays.equals(c.bytes("shared"), new byte[32]));
    }

    @Test
    void derivesEveryKeyOfHkdf() {
        List<Case> cases = Vectors.wycheproof("hkdf_sha256_test.json");
        assertThat(cases).anyMatch(Case::isValid).anyMatch(c -> !c.isValid());
        for (Case c : cases) {
            int size = c.test().get("size").asInt();
            if (c.isValid()) {
                assertThat(derive(c, size)).as(c.name()).isEqualTo(c.bytes("okm"));
            } else {
                assertThat(size).as(c.name()).isGreaterThan(Hkdf.MAX_OUTPUT_BYTES);
                assertThatIllegalArgumentException().isThrownBy(() -> derive(c, size));
            }
        }
    }

    @Test
    void authenticatesAsHmacDoes() {
        List<Case> cases = Vectors.wycheproof("hmac_sha256_test.json");
        assertThat(cases).anyMatch(Case::isValid).anyMatch(c -> !c.isValid());
        for (Case c : cases) {
            byte[] tag = c.bytes("tag");
            byte[] ours = Arrays.copyOf(Hkdf.hmac(c.bytes("key"), c.bytes("msg")), tag.length);
            assertThat(Arrays.equals(ours, tag)).as(c.name()).isEqualTo(c.isValid());
        }
    }

    /** All but the last one here, that one by {@code WycheproofEd25519Test}. */
    @Test
    void noFileIsForgotten() {
        assertThat(Vectors.wycheproofFiles())
                .containsExactlyInAnyOrder(
                        "aes_gcm_test.json",
                        "chacha20_poly1305_test.json",
                        "x25519_test.json",
                        "hkdf_sha256_test.json",
                        "hmac_sha256_test.json",
                        "ed25519_test.json");
    }

    private static byte[] derive(Case c, int size) {
        return Hkdf.derive(c.bytes("salt"), c.bytes("ikm"), c.bytes("info"), size);
    }

    private static boolean hasOurSizes(Case c) {
        return c.group().get("keySize").asInt() == 256
                && c.group().get("ivSize").asInt() == 96
                && c.group().get("tagSize").asInt() == 128;
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
