package io.comity.examples.process;

/** What runs in a forked JVM: does what its parent asks, one command at a time, and answers in one line. */
public interface Program {

    /**
     * Does one command.
     *
     * @param command the first word of the parent's line
     * @param rest what followed it, perhaps empty
     * @return the answer; line breaks become spaces
     * @throws Exception to refuse: the parent's {@code ask} then fails with the exception's message
     */
    String answer(String command, String rest) throws Exception;

    /** Called once when the parent asks for an orderly end. */
    void close();

    /** Makes the program when its JVM has started. */
    @FunctionalInterface
    interface Opening {
        /** @param toParent where it tells events that the parent did not ask for */
        Program open(Dialogue toParent) throws Exception;
    }
}
