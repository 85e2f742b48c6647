package io.comity.harness.programs;

import java.util.List;

/** Makes a process believe that it is on a machine of its own, as far as it may know of others on this one. */
final class Elsewhere {
    private Elsewhere() {}

    static void ifAsked(String[] arguments) {
        if (List.of(arguments).contains("elsewhere")) {
            System.setProperty("java.io.tmpdir", System.getenv("COMITY_HOME"));
        }
    }
}
