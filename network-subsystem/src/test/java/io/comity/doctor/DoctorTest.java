package io.comity.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.doctor.Finding.Level;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.node.Transports;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    @TempDir
    Path home;

    private NodeSettings alice() {
        return NodeSettings.named("alice").home(home);
    }

    @Test
    void triesEveryTransportBesideANodeThatRunsAndLeavesNoTrace() {
        List<String> progress = new ArrayList<>();
        try (Node running = Node.start(alice())) {
            NodeSettings settings =
                    alice().set("comity.tcp.port", running.addresses().get(0).port());
            Diagnosis diagnosis = Doctor.examine(settings, Instant.now(), progress::add);
            assertThat(diagnosis.isWell()).as(diagnosis.toString()).isTrue();
            assertThat(diagnosis.transports()).extracting(Finding::subject).isEqualTo(Transports.names());
            assertThat(diagnosis.used()).containsExactly("tcp");
        }
        assertThat(progress).contains("trying tcp", "trying memory");
    }

    @Test
    void aNodeThatWasNeverStartedHasNoHomeAfterwards() {
        Finding found = Machine.home(alice().folder());
        assertThat(found.isFine()).isTrue();
        assertThat(alice().places())
                .singleElement()
                .satisfies(place ->
                        assertThat(Reach.of(place).text()).contains("127.0.0.1", "this machine only", "another port"));
        assertThat(alice().folder()).doesNotExist();
    }

    @Test
    void aNodeIsWellOnlyWhenWhatItUsesWorks() {
        Finding works = Finding.fine("tcp", "works");
        Finding broken = Finding.wrong("quic", "does not", "leave it out");
        assertThat(new Diagnosis(List.of(works, broken), List.of(), List.of(), List.of("tcp")).isWell())
                .isTrue();
        assertThat(new Diagnosis(List.of(works, broken), List.of(), List.of(), List.of("tcp", "quic")).isWell())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 4711, NOTE, this machine only",
        "localhost, 0, NOTE, this machine only",
        "0.0.0.0, 4711, FINE, everybody who reaches this machine",
        "0.0.0.0, 0, NOTE, another port after each start",
        "203.0.113.9, 4711, WRONG, no address of this machine",
        "no.such.host.invalid, 4711, WRONG, no host has this name"
    })
    void saysWhoCanReachTheNode(String host, int port, Level level, String text) {
        Finding found = Reach.of(alice().set("comity.tcp.host", host)
                .set("comity.tcp.advertise", "alice.example.org")
                .set("comity.tcp.port", port)
                .places()
                .get(0));
        assertThat(found.level()).isEqualTo(level);
        assertThat(found.text()).contains(host, text, "advertised as alice.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "unix"})
    void saysSoOfTransportsWithoutAHost(String transport) {
        Finding found = Reach.of(
                alice().set("comity.transports", List.of(transport)).places().get(0));
        assertThat(found.text()).contains(transport.equals("unix") ? "node.sock" : "same process");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "192.168.1.1, true",
        "169.254.0.1, true",
        "fd00::1, true",
        "fe80::1, true",
        "203.0.113.9, false",
        "2001:db8::1, false"
    })
    void knowsAddressesOfOneNetwork(String address, boolean expected) throws Exception {
        assertThat(Reach.isOfOneNetwork(InetAddress.getByName(address))).isEqualTo(expected);
    }
}
