package io.comity.control;

import io.comity.identity.Parsed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an owner asks of a node; a closed set. Nodes are written as ids or petnames. */
public sealed interface Request {
    /** Who it is, where it listens, whom it knows by a name. */
    record Self() implements Request {}

    /** Which missions it defines. */
    record Missions() implements Request {}

    record Grant(String mission, String holder, Limits limits) implements Request {}

    record Invite(String mission, Duration lifetime, int uses, Limits limits) implements Request {}

    /**
     * @param text an invitation, a mission key or a grant
     * @param petname what its owner is to be called here
     */
    record Accept(String text, Optional<String> petname) implements Request {
        /** Never the text, with which anybody could do the same. */
        @Override
        public String toString() {
            return "Accept[" + petname.orElse("") + "]";
        }
    }

    /** @param subject which one; empty for everything */
    record Revoke(Taken what, String subject) implements Request {}

    /** What is taken back. */
    enum Taken {
        MISSION,
        GRANT,
        HOLDER,
        ISSUED_BEFORE,
        EVERYTHING;

        /** Lower case with hyphens. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Taken of(String label) {
            for (Taken taken : values()) {
                if (taken.label().equals(label)) {
                    return taken;
                }
            }
            throw Times.wrong(
                    "what", label, "cannot be revoked; write mission, grant, holder, issued-before or everything");
        }
    }

    /** What others hold of it, and what others let it do. */
    record Grants() implements Request {}

    record WhoCan(Optional<String> mission, Optional<String> engine) implements Request {}

    /** @param theirs whether the mission is that of the other node, and not of this one */
    record WhyNot(String node, String mission, boolean theirs) implements Request {}

    /** Gives a node a name, or takes a name away. */
    record Petname(String name, Optional<String> node) implements Request {}

    /**
     * What was signed: how much of it there is, or all of it in a file.
     *
     * @param node only with this one
     * @param file a new one, by its absolute path; empty to say how much there is
     */
    record Signed(Papers papers, Optional<String> node, Optional<String> file) implements Request {}

    /** What others signed. */
    enum Papers {
        /** Messages that can be proven. */
        EVIDENCE,
        /** Accounts of such messages. */
        RECEIPTS;

        /** Lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads one line; every way in which it can be wrong is told in one line. Never throws on hostile text. */
    static Parsed<Request> read(String line) {
        Optional<Map<String, Object>> object = Json.read(line);
        if (object.isEmpty()) {
            return new Parsed.Refused<>("this is no JSON object in one line, such as {\"do\":\"self\"}");
        }
        try {
            return new Parsed.Accepted<>(RequestForm.read(new Fields(object.get())));
        } catch (ControlException wrong) {
            return new Parsed.Refused<>(String.valueOf(wrong.getMessage()));
        }
    }

    /** One line, without its end. */
    default String line() {
        return Json.write(RequestForm.write(this));
    }
}
