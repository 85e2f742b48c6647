package io.comity.cli;

import io.comity.node.NodeHome;
import picocli.CommandLine.Command;

/** Makes a node's folder, key and settings. */
@Command(
        name = "init",
        description =
                "Make a node: its folder, its key, and settings to begin from. What is there already stays as it is.",
        footer = {
            "",
            "Examples:",
            "  comity init --name alice",
            "  comity init --name alice --json",
            "",
            NodeCommand.EXIT_CODES
        })
final class InitCommand extends NodeCommand {
    InitCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        String name = settingsOfNew().name();
        NodeHome home = NodeHome.make(settingsOfNew());
        print(
                JSON.createObjectNode()
                        .put("name", name)
                        .put("node", home.id().text())
                        .put("folder", home.folder().toString())
                        .put("madeKey", home.madeKey())
                        .put("madeSettings", home.madeSettings()),
                made -> (home.madeKey()
                                ? "Node " + name + " is made, in " + home.folder() + ".\n"
                                : "Node " + name + " is there already, in " + home.folder() + ", and keeps its key.\n")
                        + "Its id, which you may tell anybody: " + home.id().text() + "\n"
                        + "Its settings" + (home.madeSettings() ? ", to begin from" : " stay as they are") + ": "
                        + home.settings() + "\n"
                        + (home.madeKey()
                                ? "Its key is in node.key there. Whoever has it is this node: keep it to yourself.\n"
                                : ""));
        return 0;
    }
}
