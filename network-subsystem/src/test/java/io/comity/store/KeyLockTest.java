package io.comity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key is used by one process of a user on a machine, from whatever folder. */
final class KeyLockTest {
    private static final NodeId ALICE = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();

    @TempDir
    private Path temporary;

    @Test
    void aKeyThatIsInUseIsRefusedWithThePlaceAndTheCure() {
        try (KeyLock held = KeyLock.take(ALICE, Path.of("/first"), folder())) {
            assertThatThrownBy(() -> KeyLock.take(ALICE, Path.of("/second"), folder()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the key in /second is in use by another process, which runs node " + ALICE
                            + " from /first")
                    .hasMessageContaining("delete node.key")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void whoLetsGoLeavesNothingBehind() throws IOException {
        KeyLock.take(ALICE, Path.of("/first"), folder()).close();
        try (Stream<Path> left = Files.list(folder())) {
            assertThat(left).isEmpty();
        }
        KeyLock.take(ALICE, Path.of("/second"), folder()).close();
    }

    @Test
    void whereThereIsNoPrivatePlaceNobodyIsRefused() throws IOException {
        Files.createDirectory(
                folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        KeyLock one = KeyLock.take(ALICE, Path.of("/first"), folder());
        KeyLock other = KeyLock.take(ALICE, Path.of("/second"), folder());
        one.close();
        other.close();
    }

    private Path folder() {
        return temporary.resolve("comity-alice");
    }
}
