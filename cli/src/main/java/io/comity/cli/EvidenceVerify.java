package io.comity.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.evidence.EvidenceFile;
import io.comity.evidence.Proof;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks proofs as somebody who knows neither node. */
@Command(
        name = "verify",
        description = {
            "Say of each message in an exported file who sent what to which engine, and whether that is proven. Asks no node and "
                    + "no network: the file, and the keys that are the names of the nodes, are all there is."
        },
        footer = {
            "",
            "Examples:",
            "  comity evidence verify orders.proof",
            "  comity evidence verify orders.proof --body --json",
            "",
            "Exit codes: 0 every message is proven, 1 one is not, 2 wrong options, or a file that cannot be read."
        })
final class EvidenceVerify implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "What a node exported.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--body", description = "Print the bodies too, in hexadecimal; see docs/protocol/bodies.md.")
    private boolean body;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    EvidenceVerify(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Proof.Finding> findings = EvidenceFile.check(ExportedFile.read(file, spec));
        if (json) {
            console.print(json(findings));
        } else {
            console.print(text(findings));
        }
        return failed(findings) == 0 ? 0 : 1;
    }

    private static long failed(List<Proof.Finding> findings) {
        return findings.stream().filter(Proof.Fails.class::isInstance).count();
    }

    private String text(List<Proof.Finding> findings) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Proof.Finding finding : findings) {
            number++;
            if (finding instanceof Proof.Holds holds) {
                append(text, number, holds);
            } else {
                text.append(number)
                        .append(". NOT PROVEN: ")
                        .append(((Proof.Fails) finding).flaw().words())
                        .append('\n');
            }
        }
        long failed = failed(findings);
        return text.append(findings.size() - failed)
                .append(" proven, ")
                .append(failed)
                .append(" not\n")
                .toString();
    }

    private void append(StringBuilder text, int number, Proof.Holds holds) {
        Proof proof = holds.proof();
        text.append(String.format(
                Locale.ROOT,
                "%d. proven: %s of %d bytes%n     from %s%n     to   %s, engine %s%n     sent %s by the sender's clock,"
                        + " received %s as the receiver says%n",
                number,
                proof.type(),
                holds.body().size(),
                proof.sender().text(),
                proof.statement().owner().text(),
                proof.engine(),
                ExportedFile.date(proof.statement().time()),
                ExportedFile.date(proof.received())));
        if (body) {
            text.append("     body ").append(holds.body().toHex()).append('\n');
        }
    }

    private ObjectNode json(List<Proof.Finding> findings) {
        ObjectNode json = JSON.createObjectNode();
        json.put("proven", findings.size() - failed(findings));
        json.put("notProven", failed(findings));
        ArrayNode messages = json.putArray("messages");
        findings.forEach(finding -> describe(messages.addObject(), finding));
        return json;
    }

    private void describe(ObjectNode message, Proof.Finding finding) {
        message.put("proven", finding instanceof Proof.Holds);
        if (finding instanceof Proof.Fails fails) {
            message.put("flaw", fails.flaw().name().toLowerCase(Locale.ROOT));
            message.put("why", fails.flaw().words());
            return;
        }
        Proof.Holds holds = (Proof.Holds) finding;
        Proof proof = holds.proof();
        message.put("sender", proof.sender().text());
        message.put("owner", proof.statement().owner().text());
        message.put("engine", proof.engine());
        message.put("type", proof.type());
        message.put("bodyBytes", holds.body().size());
        message.put("sent", ExportedFile.date(proof.statement().time()));
        message.put("received", ExportedFile.date(proof.received()));
        message.put("session", proof.statement().session().toHex());
        message.put("lane", proof.statement().lane());
        message.put("number", proof.statement().number());
        if (body) {
            message.put("body", holds.body().toHex());
        }
    }
}
