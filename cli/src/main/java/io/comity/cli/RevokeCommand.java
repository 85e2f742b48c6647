package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import io.comity.control.Request.Taken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes something back. */
@Command(
        name = "revoke",
        description = {
            "Take back what you gave, with whatever came of it. When this returns, it is on the disk, and no further message "
                    + "under it reaches an engine."
        },
        footer = {
            "",
            "Examples:",
            "  comity revoke --mission hello --name alice           from everybody, and every invitation to it",
            "  comity revoke --holder bob --name alice              everything that bob has, or passed on",
            "  comity revoke --grant 3f2a91c0d4e5 --name alice      one grant; see comity grants",
            "  comity revoke --issued-before 2026-11-01 --name alice",
            "  comity revoke --everything --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class RevokeCommand extends NodeCommand {
    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    /** One of these. */
    static final class Subject {
        @Option(names = "--mission", paramLabel = "MISSION", description = "This mission, from everybody.")
        private @Nullable String mission;

        @Option(
                names = "--grant",
                paramLabel = "ID",
                description = "This grant: 8 letters of its id or more, or its certificate.")
        private @Nullable String grant;

        @Option(names = "--holder", paramLabel = "NODE", description = "Whatever this node has, by id or petname.")
        private @Nullable String holder;

        @Option(
                names = "--issued-before",
                paramLabel = "TIME",
                description = "Whatever was issued before: 2026-11-01, 2026-11-01T18:00:00Z, or 2h ago.")
        private @Nullable String issuedBefore;

        @Option(names = "--everything", description = "Whatever this node ever gave to anybody.")
        @SuppressWarnings("UnusedVariable") // picocli reads it: it is the one when none of the others is
        private boolean everything;
    }

    RevokeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        print(ask(request()), RevokeCommand::text);
        return 0;
    }

    private Request request() {
        if (subject.mission != null) {
            return new Request.Revoke(Taken.MISSION, subject.mission);
        } else if (subject.grant != null) {
            return new Request.Revoke(Taken.GRANT, subject.grant);
        } else if (subject.holder != null) {
            return new Request.Revoke(Taken.HOLDER, subject.holder);
        } else if (subject.issuedBefore != null) {
            return new Request.Revoke(Taken.ISSUED_BEFORE, subject.issuedBefore);
        }
        return new Request.Revoke(Taken.EVERYTHING, "");
    }

    private static String text(JsonNode revoked) {
        long ended = revoked.path("ended").asLong();
        return "Taken back"
                + (ended == 1 ? "; 1 grant that stood is over.\n" : "; " + ended + " grants that stood are over.\n");
    }
}
