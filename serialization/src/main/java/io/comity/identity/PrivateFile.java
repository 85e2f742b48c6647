package io.comity.identity;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files and folders beside a node's key that are nobody else's business either. What is odd about one is refused, never repaired. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Makes {@code file}, empty and private from its first moment; its folder is there. */
    public static void create(Path file) throws IOException {
        Path folder = folder(file);
        Files.createFile(file, privacy(file).ownerOnly(folder, false));
    }

    /** @throws FileSystemException whose reason says why {@code file} is not private, and the cure */
    public static void require(Path file) throws IOException {
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(), null, "is a link or no plain file; put the file itself there");
        }
        Privacy privacy = privacy(file);
        if (!privacy.isPrivate(file)) {
            throw new FileSystemException(
                    file.toString(), null, "can be read or written by other users; " + privacy.cure(file, false));
        }
    }

    /**
     * Makes {@code folder}, private from its first moment, when there is none.
     *
     * @throws FileSystemException whose reason says why it is not private, and the cure
     */
    public static void requireFolder(Path folder) throws IOException {
        Privacy privacy = ofFolder(folder);
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, privacy.ownerOnly(folder, true));
        }
        if (!privacy.isPrivate(folder.toRealPath())) {
            throw new FileSystemException(
                    folder.toString(), null, "can be read or written by other users; " + privacy.cure(folder, true));
        }
    }

    private static Privacy privacy(Path file) throws IOException {
        return ofFolder(folder(file));
    }

    private static Privacy ofFolder(Path folder) throws IOException {
        return Privacy.of(folder)
                .orElseThrow(() -> new FileSystemException(
                        folder.toString(),
                        null,
                        "is on a file system without owners; choose a folder where files have owners"));
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "is not a file; name a file in a folder of your own");
        }
        return folder;
    }
}
