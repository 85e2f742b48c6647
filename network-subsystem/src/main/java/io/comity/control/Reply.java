package io.comity.control;

import java.util.Map;
import java.util.Optional;

/**
 * What a node answers: a JSON object; with {@code error}, one line that says why nothing was done and how to mend it.
 *
 * @param fields strings, numbers, booleans, lists and maps of these
 */
public record Reply(Map<String, Object> fields) {
    private static final String ERROR = "error";

    public static Reply failed(String why) {
        return new Reply(Map.of(ERROR, why));
    }

    public Optional<String> error() {
        return Optional.ofNullable(fields.get(ERROR)).map(Object::toString);
    }

    /** One line, without its end. */
    public String line() {
        return Json.write(fields);
    }

    /** Whatever a node that is older or newer says is a reply, too. */
    public static Reply read(String line) {
        return Json.read(line)
                .map(Reply::new)
                .orElseGet(() -> failed("the node answered something else than JSON; is it of another version?"));
    }

    /** Not what it says: some replies are invitations. */
    @Override
    public String toString() {
        return "Reply" + fields.keySet();
    }
}
