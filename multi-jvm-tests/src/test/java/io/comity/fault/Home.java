package io.comity.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies of nodes' folders, as an owner makes them with {@code cp -a}. */
final class Home {
    private Home() {}

    static void copy(Path from, Path to) throws IOException {
        for (Path each : walk(from)) {
            Path place = to.resolve(from.relativize(each).toString());
            boolean isCopied = Files.isDirectory(each) || Files.isRegularFile(each);
            if (isCopied) {
                Files.createDirectories(place.getParent());
                Files.copy(each, place, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        }
    }
}
