package io.comity.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.doctor.Diagnosis;
import io.comity.doctor.Doctor;
import io.comity.doctor.Finding;
import io.comity.node.NodeSettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has the doctor look, and prints what was found. */
@Command(
        name = "doctor",
        description = {
            "Say which transports work on this machine, where a node would listen with its settings and who could reach it "
                    + "there, and what to do about what is wrong. The node need not run, and is not disturbed."
        },
        footer = {
            "",
            "Examples:",
            "  comity doctor",
            "  comity doctor --name alice --json",
            "",
            "Exit codes: 0 every transport that the node is to use works, 1 one does not, 2 wrong options."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(names = "--name", defaultValue = "node", description = "Of the node (default: node).")
    private String name = "";

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = Doctor.examine(settings(), Instant.now(), console::progress);
        if (json) {
            console.print(json(diagnosis));
        } else {
            console.print(text(diagnosis));
        }
        return diagnosis.isWell() ? 0 : 1;
    }

    private NodeSettings settings() {
        try {
            return NodeSettings.named(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
        }
    }

    private static String text(Diagnosis diagnosis) {
        StringBuilder text = new StringBuilder();
        append(text, "Transports", diagnosis.transports());
        append(text, "Where the node listens, and who can reach it there", diagnosis.places());
        append(text, "This machine", diagnosis.machine());
        text.append(
                diagnosis.isWell()
                        ? "Every transport that the node is to use works: " + String.join(", ", diagnosis.used())
                                + ".\n"
                        : "Not every transport that the node is to use works: " + String.join(", ", diagnosis.used())
                                + ".\n");
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<Finding> findings) {
        text.append(title).append('\n');
        for (Finding finding : findings) {
            String cure = finding.cure().isEmpty() ? "" : " → " + finding.cure();
            text.append(String.format(
                    Locale.ROOT, "  %-5s %-14s %s%s%n", label(finding), finding.subject(), finding.text(), cure));
        }
    }

    private static String label(Finding finding) {
        return switch (finding.level()) {
            case FINE -> "ok";
            case NOTE -> "note";
            case WRONG -> "WRONG";
        };
    }

    private static ObjectNode json(Diagnosis diagnosis) {
        ObjectNode json = JSON.createObjectNode();
        json.put("well", diagnosis.isWell());
        json.set("used", JSON.valueToTree(diagnosis.used()));
        json.set("transports", json(diagnosis.transports()));
        json.set("places", json(diagnosis.places()));
        json.set("machine", json(diagnosis.machine()));
        return json;
    }

    private static ArrayNode json(List<Finding> findings) {
        ArrayNode json = JSON.createArrayNode();
        for (Finding finding : findings) {
            json.addObject()
                    .put("subject", finding.subject())
                    .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                    .put("text", finding.text())
                    .put("cure", finding.cure());
        }
        return json;
    }
}
