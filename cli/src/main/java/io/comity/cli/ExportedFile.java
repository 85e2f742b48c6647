package io.comity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reading a file that somebody exported, and saying dates that somebody claims. */
final class ExportedFile {
    /** Longer files are not read. */
    static final long MAX_BYTES = 1L << 30;

    private ExportedFile() {}

    static byte[] read(Path file, CommandSpec asked) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ParameterException(
                        asked.commandLine(), file + " has more than " + MAX_BYTES + " bytes; export less at a time");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    asked.commandLine(), file + " cannot be read; is it there, and yours to read?", unreadable);
        }
    }

    /** Unix seconds as people write them; anything that is no date as it is. */
    static String date(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException beyond) {
            return seconds + " seconds after 1970";
        }
    }
}
