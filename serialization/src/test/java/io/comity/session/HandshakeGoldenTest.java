package io.comity.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.session.Party.Talk;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * A whole handshake and the first record in each direction, from the fixed keys of {@link Party}: what another
 * implementation must send. A change here is a change of the protocol; of one that was released it needs another {@link Prefix#HANDSHAKE}.
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
                  a53d3eee82b62b3048578cf38c980ddd1131243a1047fe48482942d6b64800000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  0000000000000000000000000000000000000000
                frame 2
                  c306fb0ef2bf8b7f93bad98155fa37daec74db0c4cbeda6c6f1dba9d3655825241dd4b511066bf72
                  fb2f166dd2999440e82e960918f342bdf9cf728a10f16dcc248d07e6c5f5f7747a304e63ae865544
                  883cc90115a247e64cbdc30f10dd5d12f8bbd9646755633f760e2f2626a1a3aefd448a2b72e6984d
                  54c835d75329d82f735ddb053bfc5a63ff243a9ede81645a22ea79cbae2f5d145015e9be2d553efa
                  7929b96df46a3af821676034f441ed85b61b38ce202989bf849afc0255e26e80ca5fc07b129686ea
                  1fe3
                frame 3
                  7bc0acdf5d60e5bfc53c5ced6a7681e2a3358d8e9f7fd50464b7533f224e81a26bf3f41280b64696
                  3df319577d207a70282b89de36e8728d5003d6de5b959169d2fda56e7b57df22952b2180617f646e
                  45fd7eeac4c860ce50f71876742af6b74406f1edb23b9442d7a5398240d2f0586ea2346c2c48d24d
                  80adca8a64953b89aa31a7d3d02336949b1f5cd702699362c183e510b6cc1f725f8e56d5c9c44521
                  c1ac98d7e8e9d609d009
                hash
                  2e94af6440e279d5edaebe94061881ba405145f0185ec9a29b58bf2195f72fa0
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
                  a53d3eee82b62b3048578cf38c980ddd1131243a1047fe48482942d6b64800000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  00000000000000000000000000000000000000000000000000000000000000000000000000000000
                  0000000000000000000000000000000000000000
                frame 2
                  c306fb0ef2bf8b7f93bad98155fa37daec74db0c4cbeda6c6f1dba9d36558252de92fcee031b5b7b
                  0d5c0a030bdb95cb024ef4d40bd603c9e1ab11c9a3ab811dafd4371c8f16f5e303c0d85a89f0fdd4
                  c0eee9eec81e34cf3907c8b96e75aa86a8bc115e00d1e46b5598c962373dbb2a5b6cddc2a1bddf6d
                  d815d7565217246e80fb11622fb2de67ef205f246b7010df63665d5468879a26489e90eb9095437d
                  7f426bddfd27048ee3bbc3c204317c740372460d79285b5f15e775fade9e0b8e2882313400d1baf9
                  ac05
                frame 3
                  eb3c0c5e6cc51edab364ad27d623b3e634a2d7a11fa5922ae313df5145ed0e0ee9fc13ebe3d41eb0
                  e536a11a7983d1f4f52aad4da87278cfb96a8300c90cf50066c540e4b696ac8ac0870b2086bfb528
                  63273230e1ed96723aaf00fbbd588763b74fe39b143d9bd2776239fe3d87beec6208f08234b0b9c5
                  7b06bffacb2169abb9d50f83818848b07d250492f00bdfcbbf8e005dfd46b8d8b2374f82c4bb4da6
                  e3b6ef938b7561136f24
                hash
                  d7868394bacd8585851c26c36be3a84633aa17a30cf6a292ed230f5c74627e69
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
