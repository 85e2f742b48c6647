package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import io.comity.node.Custody;
import io.comity.node.Handed;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accepts an invitation, after it was said what it allows. */
@Command(
        name = "accept",
        description = {
            "Say what an invitation lets you do, and accept it if you want that. A mission key and a grant that were handed to you are "
                    + "taken likewise. It gives nobody a right over this node."
        },
        footer = {
            "",
            "Examples:",
            "  comity accept invite1… --as alice --name bob",
            "  comity accept - --as alice --yes --name bob < mail.txt     (keeps it out of the list of processes)",
            "",
            NodeCommand.EXIT_CODES
        })
final class AcceptCommand extends NodeCommand {
    /** In a mail: up to an empty line. */
    private static final Pattern INVITATION =
            Pattern.compile("(?i)(?:invite|mission|grant)1(?:[a-z2-7]|[ \\t]|\\r?\\n(?![ \\t\\r]*\\n))*");

    private static final int MAX_INPUT_BYTES = 1 << 20;

    @Parameters(
            index = "0",
            paramLabel = "TEXT|-",
            description = "The invitation, mission key or grant, or - to read it from the standard input.")
    private String text = "";

    @Option(names = "--as", paramLabel = "PETNAME", description = "What you call its issuer from now on.")
    private @Nullable String petname;

    @Option(names = "--yes", description = "Accept it without asking.")
    private boolean yes;

    AcceptCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        String found = find(text.equals("-") ? console.read(MAX_INPUT_BYTES) : text);
        Handed handed = Handed.read(found, Instant.now());
        // The node is not held while somebody thinks.
        describe(handed, ask(new Request.Self()));
        if (!yes && !isWanted()) {
            throw new RefusedException("it was not accepted");
        }
        console.progress("asking " + handed.owner());
        try (Custody node = Custody.dialling(settings())) {
            print(ask(node, new Request.Accept(found, Optional.ofNullable(petname))), AcceptCommand::text);
            return 0;
        }
    }

    private static String find(String text) {
        Matcher invitation = INVITATION.matcher(text);
        return invitation.find() ? invitation.group() : text;
    }

    private void describe(Handed handed, JsonNode self) {
        if (json) {
            return;
        }
        String issuer = handed.owner().text();
        String known = self.path("petnames").properties().stream()
                .filter(each -> each.getValue().asText().equals(issuer))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        String called = known.isEmpty() && petname != null ? petname : known;
        console.print(
                Words.clean((called.isEmpty() ? "This " + handed.what() : "The " + handed.what() + " of " + called)
                        + " lets you use \"" + handed.mission() + "\": " + Words.limits(handed.limits())
                        + ".\n"
                        + "It is of " + issuer
                        + (known.isEmpty()
                                ? ", whom you do not know by a name yet: is that your friend's id?\n"
                                : ", whom you call " + known + ".\n")));
    }

    private boolean isWanted() {
        if (!console.asks()) {
            throw new RefusedException("nobody is there to be asked whether to accept it; add --yes if you want it");
        }
        return console.ask("Accept it? [y/N] ").strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static String text(JsonNode accepted) {
        return "Accepted: you may use \"" + Words.text(accepted, "mission") + "\" of " + Words.who(accepted, "issuer")
                + ".\n";
    }
}
