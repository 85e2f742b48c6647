package io.comity.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.evidence.Account;
import io.comity.evidence.LedgerFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks accounts as somebody who knows neither node. */
@Command(
        name = "verify",
        description = {
            "Say of each account in an exported file how many messages one node says it was sent by another, how many of them it "
                    + "refused, and whether both have signed that; and whether an account was left out, changed or moved. Asks "
                    + "no node and no network. Accounts that are left out at the end are not missed: compare with the other side."
        },
        footer = {
            "",
            "Examples:",
            "  comity receipts verify bob.receipts",
            "  comity receipts verify bob.receipts --json",
            "",
            "Exit codes: 0 every account holds, 1 one does not, 2 wrong options, or a file that cannot be read."
        })
final class ReceiptsVerify implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "What a node exported.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    ReceiptsVerify(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<LedgerFile.Finding> findings = LedgerFile.check(ExportedFile.read(file, spec));
        if (json) {
            console.print(json(findings));
        } else {
            console.print(text(findings));
        }
        return failed(findings) == 0 ? 0 : 1;
    }

    private static long failed(List<LedgerFile.Finding> findings) {
        return findings.stream().filter(LedgerFile.Fails.class::isInstance).count();
    }

    private static long messages(Account account) {
        return account.entries().stream().mapToLong(Account.Entry::count).sum();
    }

    private static long refused(Account account) {
        return account.entries().stream().mapToLong(Account.Entry::refusals).sum();
    }

    private static String text(List<LedgerFile.Finding> findings) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (LedgerFile.Finding finding : findings) {
            text.append(++number).append(". ");
            if (finding instanceof LedgerFile.Holds holds) {
                Account account = holds.account();
                text.append(String.format(
                        Locale.ROOT,
                        "holds: entries %d to %d, %d messages, %d of them refused%n     from %s%n     to   %s%n     signed by %s%n",
                        account.first(),
                        account.last(),
                        messages(account),
                        refused(account),
                        account.holder().text(),
                        account.owner().text(),
                        holds.isAgreed() ? "both" : "the receiver only"));
            } else {
                text.append("DOES NOT HOLD: ")
                        .append(((LedgerFile.Fails) finding).flaw().words())
                        .append('\n');
            }
        }
        long failed = failed(findings);
        return text.append(findings.size() - failed)
                .append(" hold, ")
                .append(failed)
                .append(" do not\n")
                .toString();
    }

    private static ObjectNode json(List<LedgerFile.Finding> findings) {
        ObjectNode json = JSON.createObjectNode();
        json.put("hold", findings.size() - failed(findings));
        json.put("doNotHold", failed(findings));
        ArrayNode accounts = json.putArray("accounts");
        findings.forEach(finding -> describe(accounts.addObject(), finding));
        return json;
    }

    private static void describe(ObjectNode json, LedgerFile.Finding finding) {
        json.put("holds", finding instanceof LedgerFile.Holds);
        if (finding instanceof LedgerFile.Fails fails) {
            json.put("flaw", fails.flaw().name().toLowerCase(Locale.ROOT));
            json.put("why", fails.flaw().words());
            return;
        }
        LedgerFile.Holds holds = (LedgerFile.Holds) finding;
        Account account = holds.account();
        json.put("owner", account.owner().text());
        json.put("holder", account.holder().text());
        json.put("session", account.session().toHex());
        json.put("agreed", holds.isAgreed());
        json.put("first", account.first());
        ArrayNode entries = json.putArray("entries");
        account.entries().forEach(entry -> describe(entries.addObject(), entry));
    }

    private static void describe(ObjectNode json, Account.Entry entry) {
        json.put("lane", entry.lane());
        json.put("number", entry.number());
        json.put("root", entry.root().toHex());
        json.put("messages", entry.count());
        json.put("refused", entry.refusals());
        ArrayNode grants = json.putArray("grants");
        entry.grants().forEach(grant -> grants.add(grant.toHex()));
    }
}
