package io.comity.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, handing the console to those that print. */
final class Commands implements IFactory {
    private final Console console;

    Commands(Console console) {
        this.console = console;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == DemoCommand.class) {
            return type.cast(new DemoCommand(console));
        } else if (type == DemoTopics.class) {
            return type.cast(new DemoTopics(console));
        } else if (type == BenchLink.class) {
            return type.cast(new BenchLink(console));
        } else if (type == BenchEvidence.class) {
            return type.cast(new BenchEvidence(console));
        } else if (type == BenchFilters.class) {
            return type.cast(new BenchFilters(console));
        } else if (type == BenchChaos.class) {
            return type.cast(new BenchChaos(console));
        } else if (type == DoctorCommand.class) {
            return type.cast(new DoctorCommand(console));
        } else if (type == MissionsCommand.class) {
            return type.cast(new MissionsCommand(console));
        } else if (type == MissionsDiff.class) {
            return type.cast(new MissionsDiff(console));
        } else if (type == InitCommand.class) {
            return type.cast(new InitCommand(console));
        } else if (type == IdCommand.class) {
            return type.cast(new IdCommand(console));
        } else if (type == GrantCommand.class) {
            return type.cast(new GrantCommand(console));
        } else if (type == InviteCommand.class) {
            return type.cast(new InviteCommand(console));
        } else if (type == AcceptCommand.class) {
            return type.cast(new AcceptCommand(console));
        } else if (type == RevokeCommand.class) {
            return type.cast(new RevokeCommand(console));
        } else if (type == GrantsCommand.class) {
            return type.cast(new GrantsCommand(console));
        } else if (type == WhoCanCommand.class) {
            return type.cast(new WhoCanCommand(console));
        } else if (type == WhyNotCommand.class) {
            return type.cast(new WhyNotCommand(console));
        } else if (type == PetnameCommand.class) {
            return type.cast(new PetnameCommand(console));
        } else if (type == EvidenceList.class) {
            return type.cast(new EvidenceList(console));
        } else if (type == EvidenceExport.class) {
            return type.cast(new EvidenceExport(console));
        } else if (type == ReceiptsList.class) {
            return type.cast(new ReceiptsList(console));
        } else if (type == ReceiptsExport.class) {
            return type.cast(new ReceiptsExport(console));
        } else if (type == EvidenceVerify.class) {
            return type.cast(new EvidenceVerify(console));
        } else if (type == ReceiptsVerify.class) {
            return type.cast(new ReceiptsVerify(console));
        } else if (type == SoakCommand.class) {
            return type.cast(new SoakCommand(console));
        } else if (type == ScoreboardCommand.class) {
            return type.cast(new ScoreboardCommand(console));
        } else if (type == Version.class) {
            return type.cast(new Version(console));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
