package io.comity.store;

import io.comity.identity.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How many changes of a database were acknowledged, in a file beside it. SQLite takes the end of its log for what was never written
 * when that is cut or garbled, and so does whoever puts back an old copy: what was revoked meanwhile would come back unnoticed.
 *
 * <p>It is not forced to the disk, so it may be behind after a loss of power, and says nothing then. One that is damaged or missing says nothing either.
 * Only when it is put {@link #ahead} it is forced, and then always finds that something lacks. It never grows, so that a full disk takes it.
 * <pre>
 *  offset  size  field
 *       0     8  changes   u64
 *       8     8  check     CRC-32C of these
 * </pre>
 */
final class Mark implements AutoCloseable {
    static final String ENDING = "-changes";

    private static final int BYTES = 2 * Long.BYTES;

    private final Path file;
    private @Nullable FileChannel channel;

    private Mark(Path file) {
        this.file = file;
    }

    static Mark beside(Path database) {
        return new Mark(database.resolveSibling(database.getFileName() + ENDING));
    }

    Path file() {
        return file;
    }

    OptionalLong read() {
        try {
            byte[] bytes = Files.size(file) == BYTES ? Files.readAllBytes(file) : new byte[0];
            if (bytes.length == BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                long changes = buffer.getLong();
                return buffer.getLong() == check(bytes) ? OptionalLong.of(changes) : OptionalLong.empty();
            }
            return OptionalLong.empty();
        } catch (IOException none) {
            return OptionalLong.empty();
        }
    }

    /** What cannot be written is behind, no more. */
    void put(long changes) {
        try {
            FileChannel open = channel == null ? open() : channel;
            channel = open;
            ByteBuffer buffer = ByteBuffer.allocate(BYTES).putLong(changes);
            open.write(buffer.putLong(check(buffer.array())).flip(), 0);
        } catch (IOException later) {
            return;
        }
    }

    /** For a database that is to have {@code changes}, and has not. */
    void ahead(long changes) {
        put(changes);
        try {
            if (channel != null) {
                channel.force(false);
            }
        } catch (IOException notForced) {
            return;
        }
    }

    private FileChannel open() throws IOException {
        if (Files.notExists(file)) {
            PrivateFile.create(file);
        }
        FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE);
        return open.truncate(BYTES);
    }

    private static long check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, Long.BYTES);
        return crc.getValue();
    }

    /** For a database that begins anew when there is none. */
    void deleteWithout(Path database) {
        if (Files.notExists(database, LinkOption.NOFOLLOW_LINKS)) {
            delete();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            throw new StoreException(
                    "the count of changes: " + file + " belongs to a database that is gone, and cannot be deleted ("
                            + kept.getMessage() + "); see that its folder is yours",
                    kept);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException written) {
            return;
        }
    }
}
