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
    void sendsTheSameBytesForEverUnderAesGcm() {
        assertThat(transcript(CipherSuite.AES_GCM)).isEqualTo("""
                1
                """);
    }

    @Test
    void sendsTheSameBytesForEverUnderChaChaPoly() {
        assertThat(transcript(CipherSuite.CHACHA_POLY)).isEqualTo("""
                2
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
