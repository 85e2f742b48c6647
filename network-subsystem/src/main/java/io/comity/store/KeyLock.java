package io.comity.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.identity.NodeId;
import io.comity.identity.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a key for one process at a time, of those that this user runs on this machine, from whatever folder: so a copied folder is noticed
 * when a node is started in it. It only helps: where there is no private place for temporary files nothing is kept and nobody
 * refused, and on another machine nobody notices but the nodes that meet both.
 */
final class KeyLock implements AutoCloseable {
    private static final KeyLock NOTHING = new KeyLock(null, null);
    private static final int MAX_PLACE_BYTES = 4_096;

    private final @Nullable FolderLock lock;
    private final @Nullable Path note;

    private KeyLock(@Nullable FolderLock lock, @Nullable Path note) {
        this.lock = lock;
        this.note = note;
    }

    /**
     * @param home the folder from which the key is used
     * @throws StoreException when another process uses it, with the place and the cure
     */
    static KeyLock take(NodeId key, Path home) {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return take(key, home, Path.of(System.getProperty("java.io.tmpdir"), "comity-" + user));
    }

    static KeyLock take(NodeId key, Path home, Path folder) {
        try {
            PrivateFile.requireFolder(folder);
            Path note = folder.resolve(key.text() + ".at");
            Optional<FolderLock> lock = FolderLock.take(folder, key.text() + ".lock");
            if (lock.isEmpty()) {
                throw refused(key, home, note);
            }
            Files.deleteIfExists(note);
            PrivateFile.create(note);
            Files.writeString(note, home.toString());
            return new KeyLock(lock.get(), note);
        } catch (IOException noPlace) {
            return NOTHING;
        }
    }

    private static StoreException refused(NodeId key, Path home, Path note) {
        return new StoreException(
                "the key in " + home + " is in use by another process, which runs node " + key + " from " + place(note)
                        + ": a node is one process; stop that, or if this is a copy delete node.key and comity.db in it for a node of"
                        + " its own",
                null);
    }

    private static String place(Path note) {
        try {
            boolean isPlace = Files.size(note) <= MAX_PLACE_BYTES;
            return isPlace ? new String(Files.readAllBytes(note), UTF_8) : "another folder";
        } catch (IOException notYet) {
            return "another folder";
        }
    }

    /** The files go too: who takes the lock of one that is just being deleted is only not noticed. */
    @Override
    public void close() {
        if (lock == null || note == null) {
            return;
        }
        try (lock) {
            Files.deleteIfExists(note);
            Files.deleteIfExists(lock.file());
        } catch (IOException left) {
            // What is left behind is taken over by whoever comes next.
        }
    }
}
