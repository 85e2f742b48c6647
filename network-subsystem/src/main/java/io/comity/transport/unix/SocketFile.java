package io.comity.transport.unix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes room for a socket: a process that is killed leaves its file behind, and no other can listen there until it is gone. */
public final class SocketFile {
    /** Of a path: an operating system has room for 108, of which Java leaves two free. */
    public static final int MAX_PATH_BYTES = 106;

    /** The bits of a mode that say what a file is, and what they say of a socket: stat(2). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    /** What lies there may not be removed. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1L;

        InUseException(String message) {
            super(message);
        }
    }

    private SocketFile() {}

    /**
     * Afterwards there is a folder, private if it had to be made, and no file at {@code path}.
     *
     * @throws InUseException when somebody listens there, or what lies there is no socket
     */
    public static void clear(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null && Files.notExists(folder)) {
            Files.createDirectories(folder, ownerOnly(folder));
        }
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new InUseException("what lies there is no socket");
        }
        if (isListening(path)) {
            throw new InUseException("another process listens there");
        }
        Files.deleteIfExists(path);
    }

    /** What went wrong, in a few words. */
    public static String reason(Throwable failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    private static boolean isSocket(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) == SOCKET
                : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    /** Without waiting, and when in doubt: a listener that is too busy to answer is alive. */
    private static boolean isListening(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (SocketException notNow) {
            return true;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
