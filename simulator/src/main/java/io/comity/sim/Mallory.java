package io.comity.sim;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import io.comity.session.Link;
import io.comity.session.Local;
import io.comity.session.Output;
import io.comity.session.RecordSealer;
import io.comity.session.X25519KeyPair;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Truly authenticated by a key of its own, and bound to nothing after that: casts letters in others' names to whatever engines
 * there may be, presents nonsense, and says what no node would. Some of its connections say noise from the first byte.
 */
public final class Mallory implements Adversary {
    private static final byte[] NO_AAD = {};
    private static final Duration EVERY = Duration.ofSeconds(12);
    private static final Duration LISTENING = Duration.ofMillis(300);
    private static final long CREDIT = 1 << 30;
    private static final int FORGED = 40;
    private static final int MAX_REF = 4;
    private static final int MAX_TYPE = 3;
    private static final int NOISE = 400;

    @Override
    public void enter(Ether ether) {
        SplittableRandom chance = ether.chance();
        KeyHolder key = ether.key("own");
        ether.after(EVERY, () -> again(ether, chance, key));
    }

    private void again(Ether ether, SplittableRandom chance, KeyHolder key) {
        String victim = ether.nodes().get(chance.nextInt(ether.nodes().size()));
        if (chance.nextInt(3) == 0) {
            noise(ether, victim, chance);
        } else {
            new Attack(ether, victim, chance, key).begin();
        }
        ether.after(EVERY, () -> again(ether, chance, key));
    }

    private static void noise(Ether ether, String victim, SplittableRandom chance) {
        byte[] frame = new byte[1 + chance.nextInt(NOISE)];
        chance.nextBytes(frame);
        ether.dial(victim, heard -> {}).accept(frame);
    }

    /** One connection with a node. */
    private static final class Attack {
        private final Ether ether;
        private final String victim;
        private final SplittableRandom chance;
        private final KeyHolder key;
        private final Handshake handshake;
        private @Nullable Consumer<byte[]> wire;
        private @Nullable Link link;

        private Attack(Ether ether, String victim, SplittableRandom chance, KeyHolder key) {
            this.ether = ether;
            this.victim = victim;
            this.chance = chance;
            this.key = key;
            EphemeralSource secrets = () -> {
                byte[] secret = new byte[32];
                chance.nextBytes(secret);
                return secret;
            };
            // Some claim to be another node; none can sign for it.
            NodeId claimed = chance.nextInt(3) == 0
                    ? ether.idOf(ether.nodes().get(chance.nextInt(ether.nodes().size())))
                    : key.nodeId();
            Local local = new Local(claimed, 1, 1, 1, 0, X25519KeyPair.generate(secrets), Set.of(CipherSuite.AES_GCM));
            this.handshake = Handshake.initiator(local, ether.idOf(victim), Bytes.EMPTY, CipherSuite.AES_GCM, secrets);
        }

        private void begin() {
            wire = ether.dial(victim, this::heard);
            follow(handshake.start());
        }

        private void heard(byte[] frame) {
            if (link == null && frame.length > 0) {
                follow(handshake.frame(frame));
            }
        }

        private void follow(List<Output> outputs) {
            for (Output output : outputs) {
                if (output instanceof Output.Send send) {
                    send(send.frame());
                } else if (output instanceof Output.Sign sign) {
                    follow(handshake.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement())));
                } else if (output instanceof Output.Established established) {
                    link = established.link();
                    attack(established.link());
                }
            }
        }

        private void send(byte[] frame) {
            if (wire != null) {
                wire.accept(frame);
            }
        }

        private void attack(Link with) {
            CborWriter hello = new CborWriter(256, Wire.MAX_RECORD_BYTES);
            UrMessages.write(hello, new UrMessage.Hello(Bytes.EMPTY, 0, CREDIT, 60_000, 0));
            record(with, hello.toByteArray());
            // Once whatever it may name has a number.
            ether.after(LISTENING, () -> {
                for (int i = 0; i < FORGED; i++) {
                    record(with, chance.nextInt(FORGED) == 0 ? noise() : forged());
                }
            });
        }

        private byte[] noise() {
            byte[] plain = new byte[1 + chance.nextInt(NOISE)];
            chance.nextBytes(plain);
            return plain;
        }

        private byte[] forged() {
            String from = ether.nodes().get(chance.nextInt(ether.nodes().size()));
            BodyCodec.Encoder encoder =
                    BodyCodec.encoder(Protocol.of(Post.Letter.class), new NoReferences(), Wire.MAX_RECORD_BYTES);
            encoder.encode(new Post.Note(from, -1 - chance.nextInt(FORGED), ""));
            byte[] body = Arrays.copyOf(encoder.buffer(), encoder.length());
            CborWriter out = new CborWriter(256, Wire.MAX_RECORD_BYTES);
            UrMessages.castHead(
                    out,
                    chance.nextInt(MAX_REF),
                    chance.nextInt(MAX_TYPE),
                    UrMessage.NO_DEADLINE,
                    UrMessage.NO_REPLY,
                    body.length);
            return out.encoded(body, 0, body.length).toByteArray();
        }

        private void record(Link with, byte[] plain) {
            byte[] sealed = new byte[plain.length + RecordSealer.TAG_BYTES];
            with.sealer().seal(NO_AAD, 0, plain, 0, plain.length, sealed, 0);
            send(sealed);
        }
    }

    private static final class NoReferences implements References {
        @Override
        public long export(ActorRef<?> actor, Protocol<?> spoken) {
            return 0;
        }

        @Override
        public ActorRef<?> importRef(long index, Protocol<?> spoken) {
            throw new UnsupportedOperationException("this side only writes");
        }
    }
}
