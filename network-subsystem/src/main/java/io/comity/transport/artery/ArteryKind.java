package io.comity.transport.artery;

import java.util.Arrays;
import java.util.Optional;

/** What an Artery transport runs over. */
public enum ArteryKind {
    /** TCP and TLS, for strangers. */
    TLS("artery-tls", "tls-tcp"),
    /** TCP in the clear, inside a network that its owner protects. */
    TCP("artery-tcp", "tcp"),
    /** UDP in the clear, likewise. */
    AERON("artery-aeron", "aeron-udp");

    private final String scheme;
    private final String akka;

    ArteryKind(String scheme, String akka) {
        this.scheme = scheme;
        this.akka = akka;
    }

    /** The transport's name, the scheme of its addresses, and the section of its settings. */
    public String scheme() {
        return scheme;
    }

    public static Optional<ArteryKind> of(String scheme) {
        return Arrays.stream(values())
                .filter(kind -> kind.scheme.equals(scheme))
                .findFirst();
    }

    /** As Akka calls it. */
    String akka() {
        return akka;
    }

    /** Whether a connection proves who is at its other end, and that it is the one that was dialled. */
    boolean provesPlaces() {
        return this == TLS;
    }

    /** Whether there are connections at all, and so somebody who notices their end. */
    boolean hasConnections() {
        return this != AERON;
    }
}
