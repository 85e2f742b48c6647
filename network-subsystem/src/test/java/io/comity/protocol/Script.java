package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A session as one side lives it, step by step, in plaintexts of records. */
final class Script {
    private final ArrayNode steps;
    private ObjectNode step;

    Script(VectorFile file, String name) {
        ObjectNode script = file.add("scripts", name);
        steps = script.putArray("steps");
        step = script;
    }

    /** A link comes up, in place of the one before if there was one. */
    Script link(String hash) {
        return next("link", hash);
    }

    Script loses() {
        step = steps.addObject().put("loses", true);
        return this;
    }

    /** The program on this side has something to say. */
    Script tells(byte[] message) {
        return next("tells", hex(message));
    }

    Script beats() {
        step = steps.addObject().put("beats", true);
        step.putArray("says");
        return this;
    }

    Script hears(byte[]... messages) {
        return next("hears", hex(VectorFile.join(messages)));
    }

    private Script next(String what, String value) {
        step = steps.addObject().put(what, value);
        step.putArray("says");
        return this;
    }

    /** One more record that this side seals in consequence. */
    Script says(byte[]... messages) {
        step.withArray("/says").add(hex(VectorFile.join(messages)));
        return this;
    }

    /** Which session this is, and how many records of the other side are counted in it. */
    Script in(String session, long received) {
        step.put("session", session).put("received", received);
        return this;
    }

    /** The session is over and so is the link. */
    void ends() {
        step.put("ends", true);
    }
}
