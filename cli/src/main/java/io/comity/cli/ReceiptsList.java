package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import picocli.CommandLine.Command;

/** Sums up what a node and others have signed of the messages between them. */
@Command(
        name = "list",
        description = "Sum up what this node and others have signed of the signed messages between them.",
        footer = {
            "",
            "Examples:",
            "  comity receipts list --name alice",
            "  comity receipts list --of bob --json --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class ReceiptsList extends SignedCommand {
    ReceiptsList(Console console) {
        super(console, Request.Papers.RECEIPTS);
    }

    @Override
    public Integer call() {
        print(count(), ReceiptsList::text);
        return 0;
    }

    private static String text(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("ledgers").forEach(ledger -> {
            boolean isReceived = ledger.path("received").asBoolean();
            text.append("%s %s: %d messages, %d of them refused; %d accounts, %d signed by both%n"
                    .formatted(
                            isReceived ? "from" : "to",
                            Words.who(ledger, isReceived ? "from" : "to"),
                            ledger.path("messages").asLong(),
                            ledger.path("refused").asLong(),
                            ledger.path("accounts").asLong(),
                            ledger.path("agreed").asLong()));
        });
        return text.isEmpty() ? "No receipts.\n" : text.toString();
    }
}
