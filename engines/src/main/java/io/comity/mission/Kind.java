package io.comity.mission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What kind of message may be sent: one wire type of one engine, or an engine's whole protocol.
 *
 * @param type the wire name of a message, or {@link #ALL}
 */
public record Kind(String engine, String type) implements Comparable<Kind> {
    /** In place of a type: whatever the engine's protocol has. */
    public static final String ALL = "";

    static final int MAX_ENGINE_BYTES = 64;
    static final int MAX_TYPE_BYTES = 128;

    private static final Pattern ENGINE = Pattern.compile("[a-z0-9](?:[a-z0-9._/-]{0,62}[a-z0-9])?");
    /** People are shown it, so it must not be able to draw on their terminals or turn the direction of their text. */
    private static final Pattern TYPE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]*");

    /** @throws MissionException when an engine or a type cannot be called so */
    public Kind {
        if (!isKind(engine, type)) {
            throw new MissionException("no engine and message are called so: an engine has 1 to " + MAX_ENGINE_BYTES
                    + " of a-z 0-9 - . _ /, a message type at most " + MAX_TYPE_BYTES + " bytes without blanks");
        }
    }

    public static Kind all(String engine) {
        return new Kind(engine, ALL);
    }

    /** Whether an engine and a type may be called so, for names that others chose. */
    static boolean isKind(String engine, String type) {
        return ENGINE.matcher(engine).matches() && TYPE.matcher(type).matches() && utf8(type).length <= MAX_TYPE_BYTES;
    }

    boolean covers(String someEngine, String someType) {
        return engine.equals(someEngine) && (type.equals(ALL) || type.equals(someType));
    }

    /** By engine, then by type, both by their bytes in UTF-8; an engine's whole protocol comes first. */
    @Override
    public int compareTo(Kind that) {
        int byEngine = engine.compareTo(that.engine);
        return byEngine != 0 ? byEngine : Arrays.compareUnsigned(utf8(type), utf8(that.type));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return type.equals(ALL) ? engine : engine + "/" + type;
    }
}
