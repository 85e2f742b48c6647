package io.comity.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class PrivateFileTest {
    @TempDir
    Path folder;

    @Test
    void isPrivateFromItsFirstMoment() throws IOException {
        Path file = folder.resolve("a");
        PrivateFile.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        PrivateFile.require(file);
        assertThatThrownBy(() -> PrivateFile.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void oneThatOthersCanReadIsRefusedWithTheCure() throws IOException {
        Path file = Files.createFile(folder.resolve("a"));
        for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> PrivateFile.require(file))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("chmod 600 " + file);
        }
    }

    @Test
    void aLinkOrAFolderIsRefused() throws IOException {
        Path file = folder.resolve("a");
        PrivateFile.create(file);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> PrivateFile.require(link)).hasMessageContaining("is a link or no plain file");
        assertThatThrownBy(() -> PrivateFile.require(folder)).hasMessageContaining("is a link or no plain file");
    }
}
