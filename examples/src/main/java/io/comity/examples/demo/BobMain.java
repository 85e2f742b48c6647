package io.comity.examples.demo;

import io.comity.examples.calls.Caller;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.examples.words.Words;
import io.comity.examples.words.WordsClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Bob's process: for each transport a node of his, with its own key, that streams a file to Alice's engine. */
public final class BobMain implements Program {
    /** The event told while a file is streamed: {@code progress}, transport, bytes. */
    static final String PROGRESS = "progress ";

    private static final int STEPS = 1_000;

    private final Dialogue toParent;
    private final Map<String, Guest> guests = new HashMap<>();

    private BobMain(Dialogue toParent) {
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(BobMain::new);
    }

    @Override
    public String answer(String command, String rest) throws IOException {
        String[] words = rest.split(" ", 2);
        String transport = words[0];
        switch (command) {
            case "join":
                String[] ticket = words[1].split(" ", 2);
                guests.put(transport, Guest.join(transport, ticket[0], ticket.length == 1 ? "" : ticket[1]));
                return "";
            case "stream":
                return Lines.write(stream(transport, Path.of(words[1])));
            case "top":
                return Lines.write(top(transport));
            case "call-once":
                return guest(transport).callOnce();
            case "call":
                return guest(transport).call();
            default:
                throw new IllegalArgumentException("Bob does not know " + command);
        }
    }

    private WordsClient.Sent stream(String transport, Path file) throws IOException {
        try (Caller<Words.Command> caller = guest(transport).caller(true);
                InputStream text = Files.newInputStream(file)) {
            return Guest.client(caller).stream(text, progress(transport, Files.size(file)));
        }
    }

    private LongConsumer progress(String transport, long sizeBytes) {
        long stepBytes = Math.max(1, sizeBytes / STEPS);
        long[] told = {0};
        return bytes -> {
            if (bytes - told[0] >= stepBytes || bytes == sizeBytes) {
                told[0] = bytes;
                toParent.event(PROGRESS + transport + " " + bytes);
            }
        };
    }

    private Words.Ranking top(String transport) {
        try (Caller<Words.Command> caller = guest(transport).caller(true)) {
            return Guest.client(caller).top();
        }
    }

    private Guest guest(String transport) {
        return Objects.requireNonNull(guests.get(transport), "Bob has not joined over " + transport);
    }

    @Override
    public void close() {
        guests.values().forEach(Guest::close);
    }
}
