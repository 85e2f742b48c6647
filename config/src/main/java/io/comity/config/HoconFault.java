package io.comity.config;

import com.typesafe.config.ConfigOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words what the HOCON library could not parse or resolve. Its own messages span lines and quote what stands in the file. */
final class HoconFault {
    /** Characters of what the library says; its longest advice, without a quotation, is shorter. */
    static final int MAX_DETAIL = 500;

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]*)}");

    private HoconFault() {}

    /**
     * @param source named when the library does not know the file and line
     * @param quotable whether the message may repeat what stands in {@code source}
     */
    static ConfigException in(String source, com.typesafe.config.ConfigException fault, boolean quotable) {
        ConfigOrigin origin = fault.origin();
        String place = origin == null ? source : Complaint.place(origin);
        if (fault instanceof com.typesafe.config.ConfigException.IO) {
            return new ConfigException(source + ": includes " + OneLine.shortened(place) + ", which cannot be read");
        }
        // An included file was never looked at for secrets.
        boolean known = origin != null && source.equals(origin.filename());
        return new ConfigException(place + ": " + why(fault, origin, quotable && known));
    }

    private static String why(
            com.typesafe.config.ConfigException fault, @Nullable ConfigOrigin origin, boolean quotable) {
        if (fault instanceof com.typesafe.config.ConfigException.UnresolvedSubstitution) {
            Matcher substitution = SUBSTITUTION.matcher(String.valueOf(fault.getMessage()));
            return substitution.find()
                    ? OneLine.shortened(substitution.group()) + " has no value"
                    : "a substitution has no value";
        }
        if (fault instanceof com.typesafe.config.ConfigException.Parse && origin != null && quotable) {
            return "not valid HOCON: " + detail(String.valueOf(fault.getMessage()), origin.description() + ": ");
        }
        return "not valid HOCON; look for a missing or misplaced brace, bracket, quote or comma";
    }

    private static String detail(String message, String prefix) {
        return OneLine.of(message.startsWith(prefix) ? message.substring(prefix.length()) : message, MAX_DETAIL);
    }
}
