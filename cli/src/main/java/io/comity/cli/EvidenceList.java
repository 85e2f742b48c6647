package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import picocli.CommandLine.Command;

/** Counts the messages that a running node can prove. */
@Command(
        name = "list",
        description =
                "Count the messages that this node can prove: signed by their senders, and still in the memory of its"
                        + " running program.",
        footer = {"", "Examples:", "  comity evidence list --name alice", "", NodeCommand.EXIT_CODES})
final class EvidenceList extends SignedCommand {
    EvidenceList(Console console) {
        super(console, Request.Papers.EVIDENCE);
    }

    @Override
    public Integer call() {
        print(count(), EvidenceList::text);
        return 0;
    }

    private static String text(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("messages")
                .forEach(alike -> text.append("%d %s to %s of %s%n"
                        .formatted(
                                alike.path("count").asLong(),
                                Words.text(alike, "type"),
                                Words.text(alike, "engine"),
                                Words.who(alike, "sender"))));
        return text.isEmpty() ? "Nothing that could be proven.\n" : text.toString();
    }
}
