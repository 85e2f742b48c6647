package io.comity.identity;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A key in a file of its own, made on first use. The file and its folder must be private to their owner; whatever is odd
 * about them is refused with a {@link KeyHolderException} rather than repaired, since somebody may have had the key.
 */
public final class FileKeyHolder implements KeyHolder {
    private final MemoryKeyHolder key;

    private FileKeyHolder(MemoryKeyHolder key) {
        this.key = key;
    }

    /** The key in {@code file}, made now when there is none. Processes that race to make it end with the same key. */
    public static FileKeyHolder open(Path file) {
        return open(file, new SecureRandom());
    }

    /** As {@link #open(Path)}; a new key comes from {@code random}. */
    public static FileKeyHolder open(Path file, SecureRandom random) {
        Path place = file.toAbsolutePath().normalize();
        try {
            KeyFile keyFile = KeyFile.at(place);
            keyFile.requirePrivateFolder();
            if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
                byte[] seed = new byte[Ed25519.SEED_BYTES];
                random.nextBytes(seed);
                keyFile.create(seed);
            }
            return new FileKeyHolder(MemoryKeyHolder.fromSeed(keyFile.read()));
        } catch (IOException failure) {
            throw new KeyHolderException(
                    "cannot use the key file " + place + ": " + reason(failure) + "; see that its folder is yours",
                    failure);
        }
    }

    @Override
    public NodeId nodeId() {
        return key.nodeId();
    }

    @Override
    public byte[] sign(byte[] toBeSigned) {
        return key.sign(toBeSigned);
    }

    /** Names the public key only. */
    @Override
    public String toString() {
        return key.toString();
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason != null ? reason : failure.getClass().getSimpleName();
    }
}
