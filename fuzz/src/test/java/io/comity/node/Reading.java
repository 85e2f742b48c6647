package io.comity.node;

import io.comity.config.Section;
import java.nio.file.Path;

/** Opens the reading of all settings to the fuzzers, who are of another package. */
public final class Reading {
    private Reading() {}

    public static void whole(Section comity, Path folder) {
        Blueprint.read(comity, folder);
    }
}
