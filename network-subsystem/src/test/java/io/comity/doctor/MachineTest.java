package io.comity.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aHomeThatIsItsOwnersAloneIsFineAndOneThatIsNotIsNot() throws IOException {
        permit("rwx------");
        assertThat(Machine.home(folder).level()).isEqualTo(Level.FINE);
        permit("rwxr-x---");
        assertThat(Machine.home(folder).level()).isEqualTo(Level.WRONG);
        assertThat(Machine.home(folder).cure()).isEqualTo("chmod 700 " + folder);
    }

    @Test
    void aHomeThatIsToBeMadeIsFineUnlessItCannotBe() throws IOException {
        assertThat(Machine.home(folder.resolve("a").resolve("b")).level()).isEqualTo(Level.FINE);
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(Machine.home(file.resolve("b")).level()).isEqualTo(Level.WRONG);
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aClockBeforeAnyVersionOrBeforeTheKeyIsWrong() throws IOException {
        Path key = Files.createFile(folder.resolve("node.key"));
        Files.setLastModifiedTime(key, FileTime.from(NOW));
        assertThat(Machine.clock(folder, NOW).level()).isEqualTo(Level.FINE);
        assertThat(Machine.clock(folder, NOW.minus(Duration.ofSeconds(1))).level())
                .isEqualTo(Level.WRONG);
        Path empty = folder.resolve("empty");
        assertThat(Machine.clock(empty, Machine.LEAST_TIME).level()).isEqualTo(Level.FINE);
        assertThat(Machine.clock(empty, Machine.LEAST_TIME.minusNanos(1)).level())
                .isEqualTo(Level.WRONG);
    }

    @Test
    void fewerFilesThanConnectionsAreNoted() {
        assertThat(Machine.files(Machine.LEAST_FILES).level()).isEqualTo(Level.FINE);
        assertThat(Machine.files(Machine.LEAST_FILES - 1).level()).isEqualTo(Level.NOTE);
        assertThat(Machine.files(-1).level()).isEqualTo(Level.FINE);
    }

    @Test
    void sharedMemoryThatIsNotThereIsNoted() {
        assertThat(Machine.sharedMemory(folder.resolve("none")).level()).isEqualTo(Level.NOTE);
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
}
