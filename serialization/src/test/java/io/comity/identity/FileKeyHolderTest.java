package io.comity.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyHolderTest {
    @TempDir
    Path temporary;

    private Path home = Path.of("");
    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void nameAFileThatIsNotThere() {
        home = temporary.resolve("home");
        folder = home.resolve("alice");
        file = folder.resolve("identity.key");
    }

    @Test
    void makesAKeyOnceAndReadsItEverAfter() {
        FileKeyHolder made = FileKeyHolder.open(file);
        FileKeyHolder read = FileKeyHolder.open(file);
        assertThat(read.nodeId()).isEqualTo(made.nodeId());
        byte[] signature = read.sign("comity/1 test", new byte[3]);
        assertThat(Ed25519.verify(made.nodeId(), "comity/1 test", new byte[3], 0, 3, signature))
                .isTrue();
    }

    @Test
    void makesDifferentKeysInDifferentFiles() {
        NodeId alice = FileKeyHolder.open(file).nodeId();
        assertThat(FileKeyHolder.open(folder.resolve("other.key")).nodeId()).isNotEqualTo(alice);
    }

    @Test
    void keepsFileAndFolderToTheOwnerAndLeavesNothingElse() throws IOException {
        FileKeyHolder.open(file);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(filesIn(folder)).containsExactly(file);
    }

    @Test
    void writesOneLineThatNamesItsVersion() throws IOException {
        FileKeyHolder.open(file);
        assertThat(Files.readString(file)).matches("comity-key v1 secret1[a-z2-7]{58}\n");
    }

    @Test
    void refusesAFileThatOthersCanReadOrWrite() throws IOException {
        FileKeyHolder.open(file);
        for (String open : List.of("rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rwxrwxrwx")) {
            setMode(file, open);
            assertRefused("chmod 600 " + file);
        }
        setMode(file, "r--------");
        assertThat(FileKeyHolder.open(file)).isNotNull();
    }

    @Test
    void refusesAFolderThatOthersCanReadOrWrite() throws IOException {
        FileKeyHolder.open(file);
        for (String open : List.of("rwxr-----", "rwx-w----", "rwx---r--", "rwx----w-", "rwxr-xr-x")) {
            setMode(folder, open);
            assertRefused("chmod 700 " + folder);
        }
        Files.delete(file);
        assertRefused("chmod 700 " + folder);
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesALinkEvenToAGoodKey() throws IOException {
        FileKeyHolder.open(file);
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), file);
        assertThatThrownBy(() -> FileKeyHolder.open(link))
                .isInstanceOf(KeyHolderException.class)
                .hasMessageContaining("link");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.key"), folder.resolve("nothing"));
        assertThatThrownBy(() -> FileKeyHolder.open(dangling)).isInstanceOf(KeyHolderException.class);
    }

    @Test
    void refusesAFolderInPlaceOfTheFile() throws IOException {
        FileKeyHolder.open(folder.resolve("other.key"));
        Files.createDirectory(file);
        assertRefused("no plain file");
    }

    @Test
    void refusesAFileInPlaceOfTheFolder() throws IOException {
        Files.createDirectories(home);
        setMode(home, "rwx------");
        Files.createFile(folder);
        setMode(folder, "rw-------");
        assertRefused(file.toString());
    }

    @Test
    void refusesEverySingleWrongCharacterOfTheKey() throws IOException {
        FileKeyHolder.open(file);
        String line = Files.readString(file);
        for (int at = 0; at < line.length() - 1; at++) {
            char wrong = line.charAt(at) == 'q' ? 'w' : 'q';
            overwrite(line.substring(0, at) + wrong + line.substring(at + 1));
            assertRefused(file.toString());
        }
        overwrite(line.strip());
        assertThat(FileKeyHolder.open(file)).isNotNull();
    }

    @Test
    void refusesAKeyThatIsShortLongEmptyOrNotOurs() throws IOException {
        FileKeyHolder.open(file);
        String line = Files.readString(file);
        List<String> contents = List.of(
                "",
                line.substring(0, 40),
                line + line,
                line + " ".repeat(256) + "more",
                "comity-key v1 " + Base32.text("secret", new byte[31]),
                "comity-key v1 " + Base32.text("secret", new byte[33]),
                "-----BEGIN PRIVATE KEY-----");
        for (String content : contents) {
            overwrite(content);
            assertRefused("is damaged or no key file");
        }
    }

    @Test
    void saysWhenAnotherVersionWroteTheFile() throws IOException {
        FileKeyHolder.open(file);
        overwrite("comity-key v2 something else");
        assertRefused("another version");
    }

    @Test
    void refusesAFileSystemWithoutOwners() throws IOException {
        URI zip = URI.create("jar:" + temporary.resolve("a.zip").toUri());
        try (FileSystem ownerless = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            assertThatThrownBy(() -> FileKeyHolder.open(ownerless.getPath("/home/identity.key")))
                    .isInstanceOf(KeyHolderException.class)
                    .hasMessageContaining("without owners");
        }
    }

    @Test
    void endsWithOneKeyWhenManyMakeItAtOnce() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < 20; round++) {
                Path place = folder.resolve("round" + round);
                Path contested = place.resolve("identity.key");
                assertThat(race(threads, racers, contested)).hasSize(1);
                assertThat(filesIn(place)).containsExactly(contested);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Set<NodeId> race(ExecutorService threads, int racers, Path contested) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        Callable<NodeId> racer = () -> {
            start.await();
            return FileKeyHolder.open(contested).nodeId();
        };
        List<Future<NodeId>> results = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            results.add(threads.submit(racer));
        }
        Set<NodeId> keys = new HashSet<>();
        for (Future<NodeId> result : results) {
            keys.add(result.get());
        }
        return keys;
    }

    /** Every refusal is one line that says where and never what is in the file. */
    private void assertRefused(String containing) throws IOException {
        String letters = Files.isRegularFile(file) ? Files.readString(file).replaceAll(".*secret1|\\s", "") : "";
        assertThatThrownBy(() -> FileKeyHolder.open(file))
                .isInstanceOf(KeyHolderException.class)
                .hasMessageContaining(containing)
                .hasMessageMatching("[^\n]+")
                .hasMessageNotContaining(letters.length() < 8 ? "\n" : letters.substring(0, 8));
    }

    private void overwrite(String content) throws IOException {
        Files.write(file, content.getBytes(UTF_8));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void setMode(Path path, String mode) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        Files.setPosixFilePermissions(path, permissions);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
