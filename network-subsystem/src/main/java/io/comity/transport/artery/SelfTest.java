package io.comity.transport.artery;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.artery.guard.HardenedProvider;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * Proves, before anybody is let in, that the guards are where they should be: no serializer but ours in any table, our
 * transport in the place of Akka's, and bad bytes, sent to ourselves by a node made up for the purpose, die in front of Artery.
 */
final class SelfTest {
    static final int PATIENCE_MILLIS = 5_000;

    private final ActorSystem system;
    private final SignedSerializer serializer;
    private final Peers peers;
    private final Refusals refusals;
    private final SecureRandom random;
    private final String transport;
    private final Probe probe;

    /** Sends what its guard must refuse. */
    interface Probe {
        /**
         * @param tester a node that is let in, and nobody else is
         * @return what is missing; an exception is as good as being cut off, for {@code refusals} tell why
         */
        Optional<String> flaw(MemoryKeyHolder tester, Refusals refusals) throws IOException;
    }

    SelfTest(ActorSystem system, SignedSerializer serializer, Peers peers, ArterySystem.Plan plan, Probe probe) {
        this(
                system,
                serializer,
                peers,
                plan.refusals(),
                plan.random(),
                plan.kind().scheme(),
                probe);
    }

    SelfTest(
            ActorSystem system,
            SignedSerializer serializer,
            Peers peers,
            Refusals refusals,
            SecureRandom random,
            String transport,
            Probe probe) {
        this.system = system;
        this.serializer = serializer;
        this.peers = peers;
        this.refusals = refusals;
        this.random = random;
        this.transport = transport;
        this.probe = probe;
    }

    /** Throws with one line that says which guard is missing. */
    void run() throws WireException {
        Map<Refusal, Long> before = refusals.counts();
        Optional<String> flaw = SerializerTable.flaw(system, serializer)
                .or(() -> HardenedProvider.flaw((ExtendedActorSystem) system))
                .or(this::serializerFlaw)
                .or(this::guardFlaw);
        refusals.counts().forEach((reason, count) -> refusals.forgive(reason, count - before.getOrDefault(reason, 0L)));
        if (flaw.isPresent()) {
            throw new WireException(transport + " will not listen, its self-test failed: " + flaw.get());
        }
    }

    private Optional<String> serializerFlaw() {
        Serialization serialization = SerializationExtension.get(system);
        for (int id : new int[] {0, SignedSerializer.ID}) {
            try {
                ByteBuffer frame =
                        ByteBuffer.allocate(CanonicalHeader.HANDSHAKE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                serialization.deserializeByteBuffer(frame, id, "d");
                return Optional.of("serializer " + id + " accepted an empty frame");
            } catch (NotSerializableException refused) {
                continue;
            }
        }
        return Optional.empty();
    }

    private Optional<String> guardFlaw() {
        MemoryKeyHolder tester = MemoryKeyHolder.generate(random);
        peers.admitOnly(tester.nodeId());
        try {
            return probe.flaw(tester, refusals);
        } catch (IOException unreachable) {
            return Optional.of("it cannot be reached: " + unreachable.getMessage());
        }
    }
}
