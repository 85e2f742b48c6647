package io.comity.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command, and the entry of the program. */
@Command(
        name = "comity",
        description = "Clusters among parties who do not trust each other.",
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            IdCommand.class,
            DoctorCommand.class,
            MissionsCommand.class,
            GrantCommand.class,
            InviteCommand.class,
            AcceptCommand.class,
            PetnameCommand.class,
            GrantsCommand.class,
            WhoCanCommand.class,
            WhyNotCommand.class,
            RevokeCommand.class,
            EvidenceCommand.class,
            ReceiptsCommand.class,
            Bench.class,
            SoakCommand.class,
            ScoreboardCommand.class,
            Version.class
        },
        footer = {
            "",
            "Examples:",
            "  comity demo",
            "  comity demo LICENSE --json",
            "  comity demo topics",
            "  comity init --name alice",
            "  comity doctor --name alice",
            "  comity invite hello --for 2d --rate 5/s --name alice",
            "  comity accept invite1… --as alice --name bob",
            "  comity why-not bob hello --name alice",
            "  comity revoke --mission hello --name alice",
            "  comity missions diff chess-1.0.jar chess-1.1.jar",
            "  comity evidence verify orders.proof",
            "  comity receipts verify bob.receipts",
            "  comity bench link --peer plain-artery",
            "  comity bench chaos --cuts 100",
            "  comity soak --minutes 90",
            "  comity scoreboard",
            "  comity version --json",
            "",
            "Exit codes: 0 it worked, 1 it failed (why is one line on stderr), 2 it was asked wrongly, 3 there is no such node or",
            "another process has it."
        })
public final class Comity implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean helpAsked;

    private Comity() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(InputStream in, PrintStream out, PrintStream err, String... args) {
        return Console.commandLine(new Comity(), in, out, err).execute(args);
    }

    /** The same for a command that reads nothing. */
    static int run(PrintStream out, PrintStream err, String... args) {
        return run(InputStream.nullInputStream(), out, err, args);
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
