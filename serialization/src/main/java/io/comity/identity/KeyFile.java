package io.comity.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;

/**
 * A private key at rest: one line, {@code comity-key v1 } and the key in {@link Base32 checked base32} of kind
 * {@code secret}, so that damage is noticed and never becomes another identity.
 */
final class KeyFile {
    private static final String FORMAT = "comity-key v";
    private static final String VERSION = FORMAT + "1 ";
    private static final String KIND = "secret";
    private static final int MAX_BYTES = 256;

    private final Path file;
    private final Path folder;
    private final Privacy privacy;

    private KeyFile(Path file, Path folder, Privacy privacy) {
        this.file = file;
        this.folder = folder;
        this.privacy = privacy;
    }

    static KeyFile at(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw refused(file, "is not a file", "name a file in a folder of your own");
        }
        Privacy privacy = Privacy.of(folder)
                .orElseThrow(() ->
                        refused(file, "is on a file system without owners", "choose a folder where files have owners"));
        return new KeyFile(file, folder, privacy);
    }

    /** Makes the folder when there is none; a link to a folder counts as what it points to. */
    void requirePrivateFolder() throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, privacy.ownerOnly(folder, true));
        }
        if (!privacy.isPrivate(folder.toRealPath())) {
            throw refused(folder, "is open to other users and would hold a private key", privacy.cure(folder, true));
        }
    }

    /**
     * Writes {@code seed} unless the file appeared meanwhile. The bytes go to a private file beside it first; a hard link
     * then gives that its name, since a link fails when the name is taken and a move may replace.
     */
    void create(byte[] seed) throws IOException {
        Path fresh = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            write(fresh, VERSION + Base32.text(KIND, seed) + "\n");
            Files.createLink(file, fresh);
            syncFolder();
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            throw new FileSystemException(file.toString(), null, "the file system has no hard links");
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    byte[] read() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw refused(file, "is a link or no plain file", "put the key file itself there");
        }
        if (!privacy.isPrivate(file)) {
            throw refused(
                    file, "can be read or written by other users", privacy.cure(file, false) + ", if nobody had it");
        }
        return decode(readBounded());
    }

    private byte[] decode(byte[] content) {
        String line = new String(content, ISO_8859_1).strip();
        if (line.startsWith(FORMAT) && !line.startsWith(VERSION)) {
            throw refused(file, "was written by another version of Comity", "use that version");
        }
        // Why the parser refuses goes no further: it speaks of single letters of the key.
        boolean whole = line.startsWith(VERSION) && content.length <= MAX_BYTES;
        String text = whole ? line.substring(VERSION.length()) : "";
        return Base32.parse(KIND, text, Ed25519.SEED_BYTES)
                .toOptional()
                .filter(seed -> seed.size() == Ed25519.SEED_BYTES)
                .orElseThrow(
                        () -> refused(file, "is damaged or no key file", "restore it, or move it away for a new key"))
                .toArray();
    }

    private byte[] readBounded() throws IOException {
        try (InputStream in = Files.newInputStream(file, READ, NOFOLLOW_LINKS)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private void write(Path fresh, String line) throws IOException {
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), privacy.ownerOnly(folder, false))) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Makes the new name last; where folders cannot be opened (Windows), the file system sees to it. */
    private void syncFolder() throws IOException {
        if (privacy == Privacy.POSIX) {
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        }
    }

    private static KeyHolderException refused(Path where, String why, String cure) {
        return new KeyHolderException("the key of this node: " + where + " " + why + "; " + cure, null);
    }
}
