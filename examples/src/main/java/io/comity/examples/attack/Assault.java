package io.comity.examples.attack;

import io.comity.identity.KeyHolder;
import io.comity.transport.Address;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** Attacks on one loopback port, one connection each, one after the other. */
public final class Assault {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /**
     * What came of them.
     *
     * @param connections made
     * @param leftOpen those that the other side had not closed at a deadline
     */
    public record Outcome(int connections, int leftOpen) {}

    private final Address target;
    private int connections;
    private int leftOpen;

    private Assault(Address target) {
        this.target = Loopback.require(target);
    }

    /** Sends each of {@code conversations} over a connection of its own. */
    public static Outcome repeat(Address target, List<byte[]> conversations) throws IOException {
        Assault assault = new Assault(target);
        for (byte[] conversation : conversations) {
            assault.send(List.of(conversation));
        }
        return assault.outcome();
    }

    /** Every Artery attack, in the clear. */
    public static Outcome frames(Address target) throws IOException {
        Assault assault = new Assault(target);
        for (ArteryAttacks.Attack attack : attacks(target)) {
            assault.send(attack.pieces());
        }
        return assault.outcome();
    }

    /** Every Artery attack, inside TLS under a certificate that truthfully names the attacker. */
    public static Outcome framesInTls(Address target, KeyHolder attacker) throws IOException, GeneralSecurityException {
        Assault assault = new Assault(target);
        TlsKey key = TlsKey.proving(attacker, 1);
        for (ArteryAttacks.Attack attack : attacks(target)) {
            assault.send(key, attack.pieces());
        }
        return assault.outcome();
    }

    /** One connection under a certificate that claims a node without its signature. */
    public static Outcome falseCertificate(Address target, KeyHolder attacker)
            throws IOException, GeneralSecurityException {
        Assault assault = new Assault(target);
        TlsKey key = TlsKey.claiming(attacker, 1);
        assault.send(key, List.of());
        return assault.outcome();
    }

    private static List<ArteryAttacks.Attack> attacks(Address target) {
        return new ArteryAttacks("comity", target.host(), target.port()).all();
    }

    private void send(List<byte[]> pieces) throws IOException {
        note(RawSocket.send(target, pieces, DEADLINE));
    }

    private void send(TlsKey key, List<byte[]> pieces) throws IOException, GeneralSecurityException {
        note(RawSocket.sendInTls(target, key, pieces, DEADLINE));
    }

    private void note(RawSocket.Ending ending) {
        connections++;
        leftOpen += ending == RawSocket.Ending.CLOSED ? 0 : 1;
    }

    private Outcome outcome() {
        return new Outcome(connections, leftOpen);
    }
}
