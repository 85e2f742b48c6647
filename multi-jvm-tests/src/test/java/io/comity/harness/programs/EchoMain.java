package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;

/** Says back what it is told, as an answer or as an event: proves the harness itself. */
public final class EchoMain implements Program {
    private final Dialogue toParent;

    private EchoMain(Dialogue toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(EchoMain::new);
    }

    @Override
    public String answer(String command, String rest) {
        if (command.equals("event")) {
            toParent.event(rest);
        }
        return rest;
    }

    @Override
    public void close() {}
}
