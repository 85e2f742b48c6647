package io.comity.examples.attack;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.X25519KeyPair;
import io.comity.transport.Address;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A peer that speaks the link protocol by hand, over any transport: authenticated by its own key, honest in nothing else. It
 * says what no node of ours would say, and shows what is answered. Loopback only.
 */
public final class Stranger implements AutoCloseable {
    private static final int MAX_PLAIN_BYTES = 32 << 10;
    private static final int MAX_ELEMENTS = 8;
    private static final long CREDIT = 1 << 30;
    private static final long HEARTBEAT_MILLIS = 60_000;

    /** Answers that nobody has taken; the newest are lost beyond it. */
    private static final int MAX_HEARD = 100_000;

    private final KeyHolder key;
    private final Wire wire;
    private final Handshake handshake;
    private final CompletableFuture<Link> linked = new CompletableFuture<>();
    private final Queue<byte[]> unsaid = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<UrMessage> heard = new LinkedBlockingQueue<>(MAX_HEARD);

    private Stranger(KeyHolder key, Wire wire, Handshake handshake) {
        this.key = key;
        this.wire = wire;
        this.handshake = handshake;
    }

    /** Dials {@code owner} and authenticates as the holder of {@code key}. */
    public static Stranger dial(Transport transport, Address address, NodeId owner, KeyHolder key, Duration deadline)
            throws IOException {
        Loopback.require(address);
        EphemeralSource secrets = EphemeralSource.of(new SecureRandom());
        Local local = new Local(key.nodeId(), 1, 1, 1, 0, X25519KeyPair.generate(secrets), Set.of(CipherSuite.AES_GCM));
        Wire wire = await(transport.dial(address, owner).toCompletableFuture(), deadline);
        Handshake handshake = Handshake.initiator(local, owner, CipherSuite.AES_GCM, secrets);
        Stranger stranger = new Stranger(key, wire, handshake);
        stranger.shakeHands();
        await(stranger.linked, deadline);
        return stranger;
    }

    /** Says {@code message}, whatever the state of the conversation. */
    public void say(UrMessage message) {
        CborWriter out = new CborWriter(256, MAX_PLAIN_BYTES);
        UrMessages.write(out, message);
        say(out.toByteArray());
    }

    /** Sends a body to an index of the other side's table. */
    public void cast(long ref, int type, byte[] body) {
        CborWriter out = new CborWriter(256, MAX_PLAIN_BYTES);
        UrMessages.castHead(out, ref, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, body.length);
        out.encoded(body, 0, body.length);
        say(out.toByteArray());
    }

    /** Seals any bytes as one authentic record. */
    public void say(byte[] plain) {
        unsaid.add(plain);
        wire.wake();
    }

    /** The next message of the other side; null when none comes in time. */
    public @Nullable UrMessage hear(Duration deadline) {
        try {
            return heard.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        wire.close();
    }

    private void shakeHands() {
        wire.open(new FrameReceiver() {
            @Override
            public void frame(byte[] frame) {
                proceed(handshake.frame(frame));
            }

            @Override
            public void closed(String cause) {
                linked.completeExceptionally(new IOException("the other side closed the connection: " + cause));
            }
        });
        proceed(handshake.start());
    }

    private void proceed(List<Output> outputs) {
        for (Output output : outputs) {
            if (output instanceof Output.Send send) {
                wire.send(send.frame());
            } else if (output instanceof Output.Sign sign) {
                proceed(handshake.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement())));
                return;
            } else if (output instanceof Output.Established established) {
                say(new UrMessage.Hello(Bytes.EMPTY, 0, CREDIT, HEARTBEAT_MILLIS, 0));
                wire.attach(new Records(established.link()));
                linked.complete(established.link());
                return;
            } else if (output instanceof Output.Failed failed) {
                linked.completeExceptionally(new IOException("the handshake failed: " + failed.fault()));
                return;
            }
        }
        wire.next();
    }

    private static <T> T await(CompletableFuture<T> future, Duration deadline) throws IOException {
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getMessage()), failed);
        } catch (TimeoutException late) {
            throw new IOException("no link within " + deadline.toSeconds() + " s", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    /** One record per message, in the order of saying; called by the wire's thread only. */
    private final class Records implements LinkPort {
        private final Link link;
        private final byte[] plain = new byte[Wire.MAX_RECORD_BYTES];

        private Records(Link link) {
            this.link = link;
        }

        @Override
        public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
            byte[] next = unsaid.poll();
            return next == null ? 0 : link.sealer().seal(aad, aadLength, next, 0, next.length, out, offset);
        }

        @Override
        public boolean hasMore() {
            return !unsaid.isEmpty();
        }

        @Override
        public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
            int opened = link.opener().open(aad, aadLength, record, offset, length, plain, 0);
            if (opened < 0) {
                return false;
            }
            CborReader in = new CborReader(plain, 0, opened);
            while (!in.atEnd()) {
                int elements = in.array(MAX_ELEMENTS);
                UrMessage message = UrMessages.read(in, UrMessages.kind(in, elements), elements);
                if (message != null && !(message instanceof UrMessage.Hello || message instanceof UrMessage.Ack)) {
                    heard.offer(message);
                }
            }
            return in.fault() == null;
        }
    }
}
