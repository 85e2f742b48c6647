package io.comity.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings that stand in the user's file. No file means no settings; a file that cannot be read is an error. */
final class FileLayer {
    /** Largest file that is read. */
    static final int MAX_BYTES = 1 << 20;

    private static final ConfigParseOptions HOCON =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);

    private FileLayer() {}

    /** Parsed, with its substitutions still open. */
    static Config read(Path file) {
        if (Files.notExists(file)) {
            return ConfigFactory.empty();
        }
        String content = content(file);
        if (content.indexOf('\0') >= 0) {
            throw unreadable(
                    file,
                    "holds zero bytes, as a file does that was not wholly written; write it anew, or delete it for the"
                            + " settings that come with Comity");
        }
        boolean quotable = !Complaint.mentionsSecret(content);
        try {
            // By name and not by content, so that an include finds the files beside this one.
            return ConfigFactory.parseFile(file.toFile(), HOCON);
        } catch (com.typesafe.config.ConfigException broken) {
            throw HoconFault.in(file.toString(), broken, quotable);
        }
    }

    private static String content(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file, "is a directory; expected a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw unreadable(file, "is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (CharacterCodingException notUtf8) {
            throw unreadable(file, "is not UTF-8 text");
        } catch (AccessDeniedException denied) {
            throw unreadable(file, "cannot be read: permission denied");
        } catch (IOException failed) {
            throw unreadable(file, "cannot be read: " + failed.getMessage());
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        return new ConfigException(file + ": " + why);
    }
}
