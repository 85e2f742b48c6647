package io.comity.transport.artery.guard;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.comity.artery.Refusal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.IoUtil;
import org.agrona.UnsafeAccess;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * The Aeron driver of one transport, in this process, on one thread that sleeps when there is nothing to do. Its buffers are
 * files in a folder that only this user may enter; the folder goes when the driver does, and those that killed processes left
 * behind go when one starts.
 */
public final class SharedDriver implements AutoCloseable {
    /** Sparse, so that this is what a busy session costs at most: three of them. */
    static final int TERM_BYTES = 1 << 20;

    static final long IMAGE_LIVENESS_NANOS = 5_000_000_000L;

    private static final long CLIENT_LIVENESS_NANOS = 20_000_000_000L;
    private static final long DRIVER_TIMEOUT_MILLIS = 20_000;
    private static final String PREFIX = "comity-aeron-";

    /** What the names of the folders of this process's drivers begin with. */
    public static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-";

    private final MediaDriver driver;
    private final Path folder;

    private SharedDriver(MediaDriver driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    /** Where shared memory is, or else temporary files are. */
    public static Path home() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Why no driver can be started on this machine; empty when one can, as far as can be told without starting it. */
    public static Optional<String> unavailable() {
        return unavailable(home());
    }

    static Optional<String> unavailable(Path home) {
        if (!Files.isDirectory(home) || !Files.isWritable(home)) {
            return Optional.of("it needs shared memory or temporary files, and " + home + " cannot be written to");
        }
        try {
            UnsafeAccess.UNSAFE.pageSize();
            return Optional.empty();
        } catch (LinkageError withheld) {
            return Optional.of("this Java does not let it reach memory outside its heap");
        }
    }

    /**
     * Starts a driver with its files in {@code home}.
     *
     * @throws IOException when it cannot be started here, for whatever reason
     */
    public static SharedDriver launch(Path home, Consumer<Refusal> refused) throws IOException {
        removeLeftOvers(home);
        Path folder = folder(home);
        try {
            return new SharedDriver(MediaDriver.launch(context(folder.resolve("driver"), refused)), folder);
        } catch (RuntimeException | LinkageError notHere) {
            IoUtil.delete(folder.toFile(), true);
            throw new IOException(notHere.getMessage(), notHere);
        }
    }

    /** What clients connect to. */
    public String folder() {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close() {
        driver.close();
        IoUtil.delete(folder.toFile(), true);
    }

    private static MediaDriver.Context context(Path files, Consumer<Refusal> refused) {
        return new MediaDriver.Context()
                .aeronDirectoryName(files.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 10, 1_000, 200_000))
                .publicationTermBufferLength(TERM_BYTES)
                .termBufferSparseFile(true)
                .imageLivenessTimeoutNs(IMAGE_LIVENESS_NANOS)
                .clientLivenessTimeoutNs(CLIENT_LIVENESS_NANOS)
                .publicationUnblockTimeoutNs(2 * CLIENT_LIVENESS_NANOS)
                .driverTimeoutMs(DRIVER_TIMEOUT_MILLIS)
                .errorHandler(dropped -> {})
                .receiveChannelEndpointSupplier((channel, dispatcher, status, context) ->
                        new DatagramGuard(channel, dispatcher, status, context, refused));
    }

    private static Path folder(Path home) throws IOException {
        if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createTempDirectory(
                    home,
                    OWN_PREFIX,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return Files.createTempDirectory(home, OWN_PREFIX);
    }

    private static void removeLeftOvers(Path home) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isLeftOver(folder)) {
                    IoUtil.delete(folder.toFile(), true);
                }
            }
        } catch (IOException unreadable) {
            // Nothing of ours is there then.
        }
    }

    /** Its process is gone from here, and, should it live in another container, it has not moved for long enough. */
    private static boolean isLeftOver(Path folder) {
        String pid = folder.getFileName().toString().substring(PREFIX.length()).replaceFirst("-.*", "");
        boolean running = !pid.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(pid)).isPresent();
        return !running
                && !CommonContext.isDriverActive(
                        folder.resolve("driver").toFile(), DRIVER_TIMEOUT_MILLIS, progress -> {});
    }
}
