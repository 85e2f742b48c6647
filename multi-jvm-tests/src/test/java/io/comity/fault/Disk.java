package io.comity.fault;

import io.comity.harness.Member;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The disk that has a member's home: how its process is started on it, how it becomes full, and has room again. */
interface Disk {
    /** In bytes: on a full disk what is there may be written over, and no file grows. */
    String WRITTEN_OVER_ONLY = "4096";

    /** What the process is started by; perhaps nothing. */
    List<String> launcher();

    void fill(Member member, Path home);

    void makeRoom(Member member, Path home);

    /** A small one that is full for everybody, where this machine lets us have one; else as {@link #ofLimit}. */
    static Disk any() {
        return OfItsOwn.isToBeHad() ? new OfItsOwn() : ofLimit();
    }

    /** That of the machine, on which no file of the member may grow: to SQLite that is a full disk. It can be had everywhere. */
    static Disk ofLimit() {
        return new OfLimit();
    }

    /** Nothing but the member sees it, and it ends with it. Needs a kernel that gives namespaces to everybody. */
    final class OfItsOwn implements Disk {
        private static final String FILLING = "filling";
        private static final int CHUNK_BYTES = 1 << 12;
        private static final List<String> NAMESPACE =
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
        private static final String MOUNT = "mount -t tmpfs -o size=4m,mode=700 tmpfs \"${COMITY_HOME:-/tmp}\"";

        static boolean isToBeHad() {
            List<String> command = new ArrayList<>(NAMESPACE);
            command.add(MOUNT);
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException noSuchProgram) {
                return false;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public List<String> launcher() {
            List<String> command = new ArrayList<>(NAMESPACE);
            command.addAll(List.of(MOUNT + " && exec \"$@\"", "sh"));
            return command;
        }

        @Override
        public void fill(Member member, Path home) {
            try (OutputStream filling = Files.newOutputStream(member.seen(home.resolve(FILLING)))) {
                while (true) {
                    filling.write(new byte[CHUNK_BYTES]);
                }
            } catch (IOException full) {
                return;
            }
        }

        @Override
        public void makeRoom(Member member, Path home) {
            try {
                Files.delete(member.seen(home.resolve(FILLING)));
            } catch (IOException notFilled) {
                throw new UncheckedIOException(notFilled);
            }
        }
    }

    /** See {@link #ofLimit}. */
    final class OfLimit implements Disk {
        @Override
        public List<String> launcher() {
            return List.of();
        }

        @Override
        public void fill(Member member, Path home) {
            member.limit("fsize", WRITTEN_OVER_ONLY);
        }

        @Override
        public void makeRoom(Member member, Path home) {
            member.limit("fsize", "unlimited");
        }
    }
}
