package io.comity.node;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has at hand whatever Java would open a file for later. A class that is not found because the process may open no more files is
 * never looked for again, and ends the actors of the node: so its jars are opened, and its loose classes loaded, while there is room.
 */
final class Provisions {
    private static final String PACKAGE = "io/comity";
    private static final String CLASS = ".class";

    private Provisions() {}

    /** Does nothing that can fail; what is not to be had now is loaded when it is needed, as ever. */
    static void lay(ClassLoader loader) {
        // Looked for in every jar, and in none.
        loader.getResource(PACKAGE + "/nothing");
        try {
            for (URL place : Collections.list(loader.getResources(PACKAGE))) {
                if (place.getProtocol().equals("file")) {
                    load(loader, Path.of(place.toURI()));
                }
            }
        } catch (IOException | URISyntaxException unlisted) {
            return;
        }
    }

    private static void load(ClassLoader loader, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = PACKAGE + "/" + String.join("/", names(folder.relativize(file)));
                if (name.endsWith(CLASS)) {
                    load(
                            loader,
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
                }
            }
        }
    }

    private static List<String> names(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name.toString()));
        return names;
    }

    private static void load(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError ofAnother) {
            return;
        }
    }
}
