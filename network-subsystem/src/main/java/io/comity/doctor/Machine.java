package io.comity.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What else a node depends on: files, memory, time, addresses. */
final class Machine {
    /** Every connection takes one; so do libraries, the database and the log. */
    static final long LEAST_FILES = 4_096;

    /** No clock that is right says an earlier time. */
    static final Instant LEAST_TIME = Instant.parse("2025-01-01T00:00:00Z");

    /** What one media driver of Aeron takes of shared memory for a few peers. */
    static final long LEAST_SHARED_BYTES = 64L << 20;

    /** Files that a process may have open; none when the system does not say. */
    record Surroundings(long maxFiles, Path sharedMemory) {}

    static final Surroundings HERE = new Surroundings(maxFiles(), Path.of("/dev/shm"));

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private Machine() {}

    static List<Finding> examine(Path folder, Instant now, Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        findings.add(home(folder));
        findings.add(clock(folder, now));
        findings.add(files(here.maxFiles()));
        findings.add(addresses());
        findings.add(sharedMemory(here.sharedMemory()));
        return findings;
    }

    static Finding home(Path folder) {
        if (!Files.exists(folder)) {
            return isMakeable(folder)
                    ? Finding.fine("home", folder + " will be made at the first start")
                    : Finding.wrong(
                            "home", folder + " cannot be made", "make its parent folder writable, or set COMITY_HOME");
        }
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(OF_OTHERS);
            open.retainAll(Files.getPosixFilePermissions(folder));
            if (!open.isEmpty()) {
                return Finding.wrong("home", folder + " is open to other users", "chmod 700 " + folder);
            }
        } catch (IOException | UnsupportedOperationException noPermissions) {
            // A system without them, or a folder that is not ours, which the next line finds.
        }
        return Files.isDirectory(folder) && Files.isWritable(folder)
                ? Finding.fine("home", folder + " is its owner's alone")
                : Finding.wrong(
                        "home", folder + " is no folder that can be written to", "chown it, or set COMITY_HOME");
    }

    private static boolean isMakeable(Path folder) {
        Path parent = folder.toAbsolutePath();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
    }

    /** A clock that is wrong makes invitations that are good look expired, and the other way round. */
    static Finding clock(Path folder, Instant now) {
        if (now.isBefore(LEAST_TIME)) {
            return Finding.wrong(
                    "clock", "it says " + now + ", which is long ago", "set the clock, for example by NTP");
        }
        try {
            Path key = folder.resolve("node.key");
            if (Files.exists(key) && Files.getLastModifiedTime(key).toInstant().isAfter(now)) {
                return Finding.wrong(
                        "clock",
                        "it says " + now + ", but the node's key is younger",
                        "set the clock, for example by NTP");
            }
        } catch (IOException unreadable) {
            // The key is the next start's affair.
        }
        return Finding.fine("clock", "it says " + now);
    }

    static Finding files(long max) {
        if (max < 0) {
            return Finding.fine("open files", "this system sets no limit that can be read");
        }
        return max >= LEAST_FILES
                ? Finding.fine("open files", max + " allowed")
                : Finding.note(
                        "open files",
                        "only " + max + " allowed, and each connection takes one",
                        "ulimit -n " + LEAST_FILES);
    }

    private static long maxFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }

    private static Finding addresses() {
        try {
            List<InetAddress> all = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
            boolean four = all.stream().anyMatch(Inet4Address.class::isInstance);
            boolean six = all.stream().anyMatch(Inet6Address.class::isInstance);
            return four
                    ? Finding.fine("addresses", six ? "IPv4 and IPv6" : "IPv4 only")
                    : Finding.note("addresses", "no IPv4", "set the hosts of comity.transports to IPv6 addresses");
        } catch (SocketException unknown) {
            return Finding.wrong(
                    "addresses",
                    "no network at all: " + unknown.getMessage(),
                    "give this machine a loopback interface");
        }
    }

    static Finding sharedMemory(Path shared) {
        try {
            long free = Files.getFileStore(shared).getUsableSpace();
            return free >= LEAST_SHARED_BYTES
                    ? Finding.fine("shared memory", (free >> 20) + " MiB free in " + shared)
                    : Finding.note(
                            "shared memory",
                            "only " + (free >> 20) + " MiB free in " + shared,
                            "give it " + (LEAST_SHARED_BYTES >> 20) + " MiB, or do without artery-aeron");
        } catch (IOException none) {
            return Finding.note("shared memory", "there is no " + shared, "expect artery-aeron to be slower, on disk");
        }
    }
}
