package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.control.ControlException;
import io.comity.control.Request;
import io.comity.control.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Makes an invitation to a mission. */
@Command(
        name = "invite",
        description = {
            "Print an invitation to a mission of yours. It is a secret: whoever accepts it first has what it promises. Hand it "
                    + "to your friend in a way that nobody else can read. The node must be running, or have a fixed port."
        },
        footer = {
            "",
            "Examples:",
            "  comity invite hello --name alice",
            "  comity invite hello --for 2d --rate 5/s --until 30d --name alice",
            "  comity invite hello --uses 20 --quota 100 --png workshop.png --name alice",
            "  comity invite hello --qr --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class InviteCommand extends NodeCommand {
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(unix|memory):.*|[a-z-]+://(127\\.[0-9.]+|localhost|\\[::1])(:.*)?");

    @Parameters(index = "0", paramLabel = "MISSION", description = "What it is to let its bearer use.")
    private String mission = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "How long it may be accepted: 30m, 12h, 7d, 2w (default: 7d).")
    private String lifetime = "";

    @Option(
            names = "--uses",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many may accept it, 1 to 10000 (default: 1).")
    private int uses;

    @Option(names = "--qr", description = "Print it as a QR code, too.")
    private boolean qr;

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "Write it as a QR code to this file, which is not there yet.")
    private @Nullable Path png;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    InviteCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Request request = new Request.Invite(mission, lifetime(), uses(), limits.read(spec));
        JsonNode invitation = ask(request);
        String text = Words.text(invitation, "invitation");
        QrCode code = qr || png != null ? QrCode.of(text) : null;
        if (code != null && png != null) {
            code.write(png);
            ((ObjectNode) invitation).put("png", png.toString());
        }
        print(invitation, InviteCommand::text);
        if (!json) {
            if (code != null && qr) {
                console.print(code.forTerminal());
            }
            console.print(text + "\n");
        }
        return 0;
    }

    private Duration lifetime() {
        try {
            return Times.span("for", lifetime);
        } catch (ControlException wrong) {
            throw new ParameterException(spec.commandLine(), "--" + wrong.getMessage(), wrong);
        }
    }

    private int uses() {
        if (uses < 1) {
            throw new ParameterException(spec.commandLine(), "--uses is 1 to 10000, not " + uses);
        }
        return uses;
    }

    private static String text(JsonNode invitation) {
        long uses = invitation.path("uses").asLong();
        return "Whoever accepts this first may use \"" + Words.text(invitation, "mission") + "\": "
                + Words.limits(Words.texts(invitation.path("limits"))) + ".\n"
                + "It can be accepted until " + Words.text(invitation, "expires")
                + (uses == 1 ? ", once.\n" : ", by " + uses + " nodes.\n")
                + reach(Words.texts(invitation.path("addresses")))
                + (invitation.has("png") ? "The QR code is in " + Words.text(invitation, "png") + ".\n" : "");
    }

    /** The most common mistake of a first invitation. */
    private static String reach(List<String> addresses) {
        return addresses.stream()
                        .allMatch(address -> THIS_MACHINE.matcher(address).matches())
                ? "Only programs of this machine can accept it: the node listens at " + String.join(", ", addresses)
                        + "; see tcp in its comity.conf.\n"
                : "";
    }
}
