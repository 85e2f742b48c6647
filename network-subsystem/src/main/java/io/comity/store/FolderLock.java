package io.comity.store;

import io.comity.identity.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder, or what a file in it stands for, for one holder at a time, of all processes. Whoever is killed has let go of it. */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";

    /** Of this process. A file that is locked is never opened a second time here: closing that would unlock it for others. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty when another holds it. */
    static Optional<FolderLock> take(Path folder) throws IOException {
        return take(folder, NAME);
    }

    /** Of the file of this name in {@code folder}, which is made when there is none. */
    static Optional<FolderLock> take(Path folder, String name) throws IOException {
        Path file = folder.toRealPath().resolve(name);
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        Optional<FolderLock> taken = Optional.empty();
        try {
            taken = lock(file);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(file);
            }
        }
    }

    private static Optional<FolderLock> lock(Path file) throws IOException {
        if (Files.notExists(file)) {
            create(file);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock == null ? Optional.empty() : Optional.of(new FolderLock(file, channel));
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static void create(Path file) throws IOException {
        try {
            PrivateFile.create(file);
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            return;
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
