package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.artery.SignedSerializer;
import io.comity.transport.artery.guard.Doorkeeper;
import io.comity.transport.certificate.NodeCertificate.Proven;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the guards of one ActorSystem: who is who by the signatures on greetings, and who is expected by the peers. */
final class Doors implements Doorkeeper {
    private static final byte[] NOTHING = {};

    private final ArteryKind kind;
    private final Peers peers;
    private final SignedSerializer serializer;
    private final Refusals refusals;
    private final Allowance strangers;
    private final Allowance friends;
    private volatile @Nullable Endpoint self;

    Doors(ArteryKind kind, Peers peers, SignedSerializer serializer, Refusals refusals) {
        this.kind = kind;
        this.peers = peers;
        this.serializer = serializer;
        this.refusals = refusals;
        this.strangers = Allowance.ofGreetings(peers.nanoTime());
        this.friends = Allowance.ofGreetings(peers.nanoTime());
    }

    /** From here on somebody may come in. */
    void open(Endpoint here) {
        self = here;
    }

    @Override
    public Optional<Endpoint> self() {
        return Optional.ofNullable(self);
    }

    @Override
    public void refused(Refusal refusal) {
        refusals.count(refusal);
    }

    @Override
    public Caller called(Runnable cut) {
        Connection connection = Connection.inbound(peers);
        connection.onCut(cut);
        return new Knock(connection);
    }

    @Override
    public Optional<Route> route(Endpoint to, int stream) {
        if (self == null || !peers.isExpected(to)) {
            return Optional.empty();
        }
        return Optional.of(new Way(Connection.outbound(peers, Optional.of(to)), to, stream));
    }

    @Override
    public Optional<Refusal> envelope(long uid, Optional<byte[]> handshake) {
        Optional<Incarnation> owner = peers.incarnation(uid);
        if (owner.isPresent()) {
            boolean affordable = handshake.isEmpty() || owner.get().mayGreet();
            return affordable ? Optional.empty() : Optional.of(Refusal.OVERLOADED);
        }
        return handshake.isEmpty() ? Optional.of(Refusal.UID) : introduced(uid, handshake.get());
    }

    /** What proves that a request for a link is ours: nothing, where a connection does. */
    byte[] opening(byte[] before, Endpoint to) {
        return kind.hasConnections() ? NOTHING : serializer.greeting(before, to);
    }

    /** The first handshake of a boot, without a connection around it. */
    private Optional<Refusal> introduced(long uid, byte[] frame) {
        Optional<Handshake> said = Handshake.claimed(frame, CanonicalHeader.HANDSHAKE_BYTES, frame.length);
        if (said.isEmpty()) {
            return Optional.of(Refusal.HANDSHAKE);
        }
        if (ArteryUid.of(said.get().signer(), said.get().epoch()) != uid) {
            return Optional.of(Refusal.UID);
        }
        if (!(peers.isKnown(said.get().signer()) ? friends : strangers).spend()) {
            return Optional.of(Refusal.OVERLOADED);
        }
        return prove(Connection.inbound(peers), frame, CanonicalHeader.HANDSHAKE_BYTES)
                .refusal();
    }

    private record Proof(
            Optional<Refusal> refusal, @Nullable Handshake handshake) {}

    private Proof prove(Connection connection, byte[] frame, int bodyAt) {
        Optional<Handshake> proven = Handshake.prove(frame, bodyAt, frame.length);
        if (proven.isEmpty()) {
            return new Proof(Optional.of(Refusal.SIGNATURE), null);
        }
        Handshake handshake = proven.get();
        if (handshake.to().isPresent() && !handshake.to().equals(self())) {
            return new Proof(Optional.of(Refusal.HANDSHAKE), null);
        }
        Proven who = new Proven(handshake.signer(), handshake.epoch());
        return new Proof(connection.present(Optional.of(who)).or(connection::establish), handshake);
    }

    private final class Knock implements Caller {
        private final Connection connection;

        Knock(Connection connection) {
            this.connection = connection;
        }

        /** The greeting is spent: said again on another connection, it is a recording. */
        @Override
        public Optional<Refusal> greeted(byte[] frame, int bodyAt) {
            Proof proof = prove(connection, frame, bodyAt);
            Handshake handshake = proof.handshake();
            if (proof.refusal().isPresent()
                    || handshake == null
                    || handshake.to().isEmpty()) {
                return Optional.of(proof.refusal().orElse(Refusal.HANDSHAKE));
            }
            Optional<Refusal> refusal = peers.incarnation(connection.uid())
                    .map(incarnation -> incarnation.handshake(handshake))
                    .orElse(Optional.of(Refusal.UID));
            if (refusal.isEmpty()) {
                connection.stream(frame[bodyAt - 1]);
            }
            return refusal;
        }

        @Override
        public long uid() {
            return connection.uid();
        }

        /** Known since the greeting, which is signed with it. */
        @Override
        public void stream(int stream) {}

        @Override
        public void closed() {
            connection.close();
        }
    }

    private final class Way implements Route {
        private final Connection connection;
        private final Endpoint to;
        private final int stream;

        Way(Connection connection, Endpoint to, int stream) {
            this.connection = connection;
            this.to = to;
            this.stream = stream;
        }

        @Override
        public byte[] greeting(byte[] prelude) {
            return kind == ArteryKind.TCP ? serializer.greeting(prelude, to) : NOTHING;
        }

        /** With TLS, the engine knows a connection of its own. */
        @Override
        public void connected() {
            if (kind == ArteryKind.TCP) {
                connection.establishUnproven();
                connection.stream(stream);
            }
        }

        @Override
        public void failed(String cause) {
            peers.unreachable(to, "nothing answers there: " + cause);
        }

        @Override
        public void closed() {
            connection.close();
        }
    }
}
