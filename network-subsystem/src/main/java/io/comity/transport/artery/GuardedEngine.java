package io.comity.transport.artery;

import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.transport.artery.guard.FrameGuard;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An engine that shows every decrypted byte to a {@link FrameGuard} before Artery sees it. A violation is an
 * {@link SSLException}: Akka's TLS stage throws away what the record held and closes this connection, and nothing else.
 * Artery speaks one way per connection, so on a connection that this side dialled any byte is a violation.
 *
 * <p>Plaintext counts only after the handshake is finished, because until then the peer may show a certificate without its
 * key. The JDK would give out plaintext while it still has tickets to send, so those are sent first.
 */
final class GuardedEngine extends SSLEngine {
    private static final int PRELUDE_BYTES = 5;

    /** RFC 8446 section 5.1. */
    private static final byte TLS_HANDSHAKE = 22;

    private final SSLEngine tls;
    private final Connection connection;
    private final Refusals refusals;
    private final Function<Connection, FrameGuard> guards;
    private @Nullable FrameGuard guard;
    private boolean begun;
    private boolean established;
    private boolean refused;
    private int sent;

    /** {@code guards} makes the guard for an established connection. */
    GuardedEngine(SSLEngine tls, Connection connection, Refusals refusals, Function<Connection, FrameGuard> guards) {
        super(tls.getPeerHost(), tls.getPeerPort());
        this.tls = tls;
        this.connection = connection;
        this.refusals = refusals;
        this.guards = guards;
    }

    /** Ends the connection at its first step. */
    void refuse() {
        refused = true;
        connection.close();
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        requireIntact();
        requireTls(src);
        if (!established && tls.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            return new SSLEngineResult(SSLEngineResult.Status.OK, HandshakeStatus.NEED_WRAP, 0, 0);
        }
        int[] starts = new int[length];
        for (int i = 0; i < length; i++) {
            starts[i] = dsts[offset + i].position();
        }
        SSLEngineResult result = tls.unwrap(src, dsts, offset, length);
        establishWhenDone(result);
        if (result.bytesProduced() > 0) {
            for (int i = 0; i < length; i++) {
                read(dsts[offset + i].duplicate().flip().position(starts[i]));
            }
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            connection.close();
        }
        return result;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        requireIntact();
        int start = length > 0 ? srcs[offset].position() : 0;
        SSLEngineResult result = tls.wrap(srcs, offset, length, dst);
        establishWhenDone(result);
        if (result.bytesConsumed() > 0 && sent < PRELUDE_BYTES) {
            note(srcs[offset], start, result.bytesConsumed());
        }
        return result;
    }

    /** The stream's number is the fifth byte that Artery sends. */
    private void note(ByteBuffer src, int start, int consumed) {
        int index = PRELUDE_BYTES - 1 - sent;
        sent += consumed;
        if (index < consumed && start + index < src.position()) {
            connection.stream(src.get(start + index));
        }
    }

    private void establishWhenDone(SSLEngineResult result) throws SSLException {
        boolean done = result.getHandshakeStatus() == HandshakeStatus.FINISHED
                || tls.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        if (done && !established && connection.proven().isPresent()) {
            established = true;
            refuseIf(connection.establish());
        }
    }

    private void read(ByteBuffer plain) throws SSLException {
        if (!plain.hasRemaining()) {
            return;
        }
        if (!established || tls.getUseClientMode()) {
            refuseIf(Optional.of(Refusal.FRAMING));
        }
        FrameGuard reader = guard;
        if (reader == null) {
            reader = guards.apply(connection);
            guard = reader;
        }
        refuseIf(reader.read(plain));
    }

    private void refuseIf(Optional<Refusal> refusal) throws SSLException {
        if (refusal.isPresent()) {
            refusals.count(refusal.get());
            refuse();
            throw new RefusedException();
        }
    }

    /** Who does not even begin with a TLS handshake is cut before the JDK looks, so that it is counted. */
    private void requireTls(ByteBuffer src) throws SSLException {
        if (!begun && src.hasRemaining()) {
            begun = true;
            refuseIf(src.get(src.position()) == TLS_HANDSHAKE ? Optional.empty() : Optional.of(Refusal.FRAMING));
        }
    }

    private void requireIntact() throws SSLException {
        if (refused) {
            throw new RefusedException();
        }
    }

    @Override
    public void closeInbound() throws SSLException {
        connection.close();
        if (!refused) {
            tls.closeInbound();
        }
    }

    @Override
    public void closeOutbound() {
        tls.closeOutbound();
    }

    @Override
    public boolean isInboundDone() {
        return refused || tls.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        return refused || tls.isOutboundDone();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return tls.getDelegatedTask();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return refused ? HandshakeStatus.NEED_WRAP : tls.getHandshakeStatus();
    }

    @Override
    public void beginHandshake() throws SSLException {
        tls.beginHandshake();
    }

    @Override
    public SSLSession getSession() {
        return tls.getSession();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return tls.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        tls.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return tls.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return tls.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        tls.setEnabledProtocols(protocols);
    }

    @Override
    public void setUseClientMode(boolean mode) {
        tls.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return tls.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        tls.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return tls.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        tls.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return tls.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
        tls.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return tls.getEnableSessionCreation();
    }
}
