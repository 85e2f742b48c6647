package io.comity.examples.process;

/** Says back what it is told, tells it as an event, refuses, or hangs. */
public final class EchoMain implements Program {
    private final Dialogue toParent;

    private EchoMain(Dialogue toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> {
            if (arguments.length > 0) {
                throw new IllegalStateException("I am " + arguments[0]);
            }
            return new EchoMain(toParent);
        });
    }

    @Override
    public String answer(String command, String rest) throws InterruptedException {
        switch (command) {
            case "echo":
                return rest;
            case "print":
                System.out.println(rest);
                return "";
            case "event":
                toParent.event(rest);
                return "";
            case "hang":
                new java.util.concurrent.CountDownLatch(1).await();
                return "";
            default:
                throw new IllegalArgumentException("I do not know " + command);
        }
    }

    @Override
    public void close() {
        System.out.println("closed in order");
    }
}
