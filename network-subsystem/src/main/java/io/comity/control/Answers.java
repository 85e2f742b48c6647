package io.comity.control;

import io.comity.identity.Parsed;
import java.util.function.Function;

/** One line in, one line out, wherever the lines come from. */
public final class Answers {
    private final Function<Request, Reply> deeds;

    /** @param deeds does what is asked; never throws */
    public Answers(Function<Request, Reply> deeds) {
        this.deeds = deeds;
    }

    /** Answers one line; hostile ones too. */
    public String to(String line) {
        Parsed<Request> read = Request.read(line);
        Reply reply = read instanceof Parsed.Accepted<Request> accepted
                ? deeds.apply(accepted.value())
                : Reply.failed(((Parsed.Refused<Request>) read).reason());
        return reply.line();
    }
}
