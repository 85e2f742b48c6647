package io.comity.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.session.Party.Talk;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * A whole handshake and the first record in each direction, from the fixed keys of {@link Party}: what another
 * implementation must send. A change here is a change of the protocol and needs another {@link Prefix#HANDSHAKE}.
 */
class HandshakeGoldenTest {
    @Test
    void standsOnTheKeysOfTheStandards() {
        assertThat(Party.alice().node().key().toHex())
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(Party.bob().node().key().toHex())
                .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertThat(Party.alice().local().keys().publicKey())
                .asHexString()
                .isEqualToIgnoringCase("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(Party.bob().local().keys().publicKey())
                .asHexString()
                .isEqualToIgnoringCase("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    }

    @Test
    void sendsTheSameBytesForEverUnderAesGcm() {
        assertThat(transcript(CipherSuite.AES_GCM)).isEqualTo("""
                frame 1
                  434d5459010121fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b980e1
                  a53d3eee82b62b3048578cf38c980ddd1131243a1047fe48482942d6b648
                frame 2
                  c306fb0ef2bf8b7f93bad98155fa37daec74db0c4cbeda6c6f1dba9d3655825241dd4b511066bf72
                  fb2f166dd2999440e82e960918f342bdf9cf728a10f16dccd01d5725acffacbbed3ed3018d5adb61
                  883cc90115a247e64cbdc30f10dd5d12f8bbd9646755633f760e2f2626a1a3aefd448a2b72682ecf
                  0b89203eb11db429e899d31c52a2c6517b6bfa886c3efcfb0ec6cef9cf963ef7faaed3aeb8173891
                  0a0e76bdb522938f0332ee07343d810c04d2d0442e2989bf849a34374f93908f3275020302cc3ba9
                  c8e1
                frame 3
                  7bc0acdf5d60e5bfc53c5ced6a7681e2a3358d8e9f7fd50464b7533f224e81a2407a9c0f129ba347
                  130346e394003bf0282b89de36e8728d5003d6de5b959169d2fda56e7b57df22952b2180617f646e
                  45fd7eeac47d3b889bdce4cfedb34ea831ba49c6094189fbb638248ab4acb75d3b594548af825b78
                  469c6a4dedcf45d19d6d2c4b0814c29d98daee880ce4e0121ee6e0ffbacc1f725f8e91ffb4182fd7
                  dba58a696d44624e689a
                hash
                  691cb8c6f42eb8e336c11e3b6886b02e851f6c3208389ac18bce2b51aabea09f
                to responder
                  753c24f6436d0712a796a276b7f73bacd5de9b3d
                to initiator
                  7f05d21d7b2d26166b717363716578bb1e1c8ae9
                """);
    }

    @Test
    void sendsTheSameBytesForEverUnderChaChaPoly() {
        assertThat(transcript(CipherSuite.CHACHA_POLY)).isEqualTo("""
                frame 1
                  434d5459010221fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b980e1
                  a53d3eee82b62b3048578cf38c980ddd1131243a1047fe48482942d6b648
                frame 2
                  c306fb0ef2bf8b7f93bad98155fa37daec74db0c4cbeda6c6f1dba9d36558252de92fcee031b5b7b
                  0d5c0a030bdb95cb024ef4d40bd603c9e1ab11c9a3ab811d1c6f6c516a3831422ef14ab782db74b2
                  c0eee9eec81e34cf3907c8b96e75aa86a8bc115e00d1e46b5598c962373dbb2a5b6cddc2a18b484d
                  443f5320aa2d338c28ac72a4ffce4d93679fdbfb9215d76e4185f6ec44807c3165a7f3e15a510e79
                  eee792e117ca9fd3478ade13f543e3c82542e30a7b285b5f15e72a2557d1f530ca334424b54395a7
                  451e
                frame 3
                  eb3c0c5e6cc51edab364ad27d623b3e634a2d7a11fa5922ae313df5145ed0e0ec9b51d9f56f2e40c
                  080cc64f38f860b4f52aad4da87278cfb96a8300c90cf50066c540e4b696ac8ac0870b2086bfb528
                  63273230e1f2fa2ce2bfb56c90e92169c6c373f1348d85ca5dc15cef7f32e560359d5d0f71e334a7
                  8467cc149cba3ea1157322163ff9880e96053e4614207ac14aaa8c4ef246b8d8b237490e4c4536d0
                  aa105c415493f9e97945
                hash
                  f6152ba5a5349c8ab73bdcba29eab0b08288c30936bc9a1576269fd505fbba32
                to responder
                  056811d4816fd16476bc0bd05f09da8a040a164a
                to initiator
                  f68cdd9e1bc9833a239f682e97a1dfea663d351c
                """);
    }

    private static String transcript(CipherSuite suite) {
        Talk dialler = Party.bob().dialling(Party.alice().node(), suite);
        Talk answerer = Party.alice().answering();
        StringBuilder text = new StringBuilder();
        line(text, "frame 1", dialler.sent());
        answerer.hear(dialler.sent());
        line(text, "frame 2", answerer.sent());
        dialler.hear(answerer.sent());
        line(text, "frame 3", dialler.sent());
        answerer.hear(dialler.sent());
        line(text, "hash", dialler.link().handshakeHash().toArray());
        line(text, "to responder", record(dialler.link(), "ping"));
        line(text, "to initiator", record(answerer.link(), "pong"));
        return text.toString();
    }

    private static byte[] record(Link link, String plain) {
        byte[] record = new byte[plain.length() + RecordSealer.TAG_BYTES];
        link.sealer().seal(new byte[0], 0, plain.getBytes(US_ASCII), 0, plain.length(), record, 0);
        return record;
    }

    /** Forty bytes to a line. */
    private static void line(StringBuilder text, String name, byte[] bytes) {
        text.append(name).append('\n');
        for (int at = 0; at < bytes.length; at += 40) {
            text.append("  ")
                    .append(HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + 40)))
                    .append('\n');
        }
    }
}
