package io.comity.transport.tls;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Stranger;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.net.ssl.SSLSocket;

/** What may come over TCP to a listener that wants TLS 1.3 and a node. */
enum TlsHostility {
    NOISE {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            byte[] noise = new byte[4_000];
            new Random(7).nextBytes(noise);
            stranger.write(noise);
            return stranger.readToTheEnd();
        }
    },
    A_FRAME_OF_TCP {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            stranger.write(new byte[] {0, 0, 0, 70});
            stranger.write(new byte[70]);
            return stranger.readToTheEnd();
        }
    },
    A_HEADER_OF_TLS_WITH_NOTHING_GOOD_BEHIND_IT {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            stranger.write(new byte[] {0x16, 3, 1, 0, 8, 1, 0, 0, 4, 9, 9, 9, 9});
            return stranger.readToTheEnd();
        }
    },
    TLS_1_2 {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            SSLSocket tls = TlsSide.of(key).around(socket);
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            return spoken(tls);
        }
    },
    NO_CERTIFICATE {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            return spoken(TlsSide.anonymous().around(socket));
        }
    },
    A_CERTIFICATE_SIGNED_BY_ANOTHER_KEY {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            return spoken(TlsSide.of(TlsSide.certificate(victim, key)).around(socket));
        }
    },
    A_COPIED_CERTIFICATE {
        @Override
        byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException {
            return spoken(TlsSide.copyOf(TlsSide.certificate(key.nodeId(), key)).around(socket));
        }
    };

    /** Attacks, and returns what it heard: below TLS where there is none, else inside it, alerts included. */
    abstract byte[] attack(Stranger stranger, Socket socket, MemoryKeyHolder key, NodeId victim) throws IOException;

    /** In TLS 1.3 a client hears that it was refused when it reads. */
    private static byte[] spoken(SSLSocket tls) {
        try {
            tls.startHandshake();
            tls.getOutputStream().write(new byte[] {0, 0, 0, 1, 1});
            return tls.getInputStream().readAllBytes();
        } catch (IOException cut) {
            String how = String.valueOf(cut.getMessage());
            return how.contains("alert") ? how.getBytes(StandardCharsets.UTF_8) : new byte[0];
        }
    }
}
