package io.comity.bench;

import io.comity.mission.Evidence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be measured: one way to join two engines. */
public enum Contender {
    /** Comity over TCP: encrypted, authenticated, authorised. */
    COMITY_TCP(true, "tcp"),
    /** Comity over TCP, with a signature for each batch of messages. */
    COMITY_TCP_BATCH(true, "tcp", Evidence.BATCH),
    /** Comity over TCP, with a signature for each message. */
    COMITY_TCP_ALWAYS(true, "tcp", Evidence.ALWAYS),
    /** Comity over TLS 1.3 with certificates of nodes. */
    COMITY_TLS(true, "tls"),
    /** Comity over Unix domain sockets. */
    COMITY_UNIX(true, "unix"),
    /** Comity over QUIC. */
    COMITY_QUIC(true, "quic"),
    /** Comity over gRPC. */
    COMITY_GRPC(true, "grpc"),
    /** Comity over Artery with TLS. */
    COMITY_ARTERY_TLS(true, "artery-tls"),
    /** Comity over Artery with TCP: encrypted and authenticated all the same, for protected networks. */
    COMITY_ARTERY_TCP(true, "artery-tcp"),
    /** Comity over Artery with Aeron, likewise. */
    COMITY_ARTERY_AERON(true, "artery-aeron"),
    /** Comity between two nodes of one process. */
    COMITY_MEMORY(true, "memory"),
    /** Akka Artery over TCP: nothing encrypted, nobody authenticated. */
    PLAIN_ARTERY(false, "plain-artery"),
    /** Akka Artery over TLS 1.3 with mutual authentication. */
    ARTERY_TLS(false, "artery-tls");

    private final boolean comity;
    private final String option;
    private final Evidence evidence;

    Contender(boolean comity, String option) {
        this(comity, option, Evidence.OFF);
    }

    Contender(boolean comity, String option, Evidence evidence) {
        this.comity = comity;
        this.option = option;
        this.evidence = evidence;
    }

    /** Comity over the transport that the command line calls {@code option}. */
    public static Optional<Contender> transport(String option) {
        return find(true, option);
    }

    /** What the command line calls {@code option} when it asks for a peer to compare with. */
    public static Optional<Contender> peer(String option) {
        return find(false, option);
    }

    /** What {@link #transport} knows. */
    public static List<String> transports() {
        return options(true);
    }

    /** What {@link #peer} knows. */
    public static List<String> peers() {
        return options(false);
    }

    /** As the tables call it. */
    public String label() {
        return comity ? "comity " + option + (evidence == Evidence.OFF ? "" : " " + evidence.label()) : option;
    }

    /** What the command line calls it. */
    String option() {
        return option;
    }

    /** True when both ends must share a process, because the wire does not leave it. */
    boolean inOneProcess() {
        return this == COMITY_MEMORY;
    }

    /** Starts one end; {@code folder} is the same for both and private to the bench. */
    Endpoint open(String name, Path folder) {
        return switch (this) {
            case COMITY_TCP,
                    COMITY_TCP_BATCH,
                    COMITY_TCP_ALWAYS,
                    COMITY_TLS,
                    COMITY_UNIX,
                    COMITY_QUIC,
                    COMITY_GRPC,
                    COMITY_ARTERY_TLS,
                    COMITY_ARTERY_TCP,
                    COMITY_ARTERY_AERON,
                    COMITY_MEMORY -> ComityLink.over(option, evidence, name, folder);
            case PLAIN_ARTERY -> PlainArtery.overTcp(name);
            case ARTERY_TLS -> PlainArtery.overTls(name, SelfSigned.in(folder));
        };
    }

    /** Those with evidence are for {@link EvidenceBench}. */
    private static boolean isOffered(Contender one, boolean comity) {
        return one.comity == comity && one.evidence == Evidence.OFF;
    }

    private static Optional<Contender> find(boolean comity, String option) {
        return Arrays.stream(values())
                .filter(one -> isOffered(one, comity) && one.option.equals(option))
                .findFirst();
    }

    private static List<String> options(boolean comity) {
        return Arrays.stream(values())
                .filter(one -> isOffered(one, comity))
                .map(one -> one.option)
                .toList();
    }
}
