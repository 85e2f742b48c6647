package io.comity.node;

import io.comity.identity.FileKeyHolder;
import io.comity.identity.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/**
 * The folder of a node, made ready before its first start.
 *
 * @param madeKey whether there was no key before
 * @param madeSettings whether there were no settings before
 */
public record NodeHome(NodeId id, Path folder, Path settings, boolean madeKey, boolean madeSettings) {
    private static final String TEMPLATE = "comity.conf.template";

    /**
     * Makes what is missing of a node's folder, key and settings; what is there stays as it is.
     *
     * @throws io.comity.identity.KeyHolderException when the key cannot be made or used
     */
    public static NodeHome make(NodeSettings settings) {
        boolean hadKey = Files.exists(settings.keyFile());
        NodeId id = FileKeyHolder.open(settings.keyFile()).nodeId();
        Path file = settings.settingsFile();
        return new NodeHome(id, settings.folder(), file, !hadKey, writeTemplate(file));
    }

    /** Whole or not at all: what was cut short would be taken for what its owner wants. */
    private static boolean writeTemplate(Path file) {
        Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
        try (InputStream template = NodeHome.class.getResourceAsStream(TEMPLATE)) {
            Files.write(
                    fresh,
                    Objects.requireNonNull(template, TEMPLATE + " is missing").readAllBytes(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            Files.createLink(file, fresh);
            return true;
        } catch (FileAlreadyExistsException kept) {
            return false;
        } catch (IOException failure) {
            String why = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
            throw new UncheckedIOException(
                    "cannot write " + file + " (" + why + "); see that its folder is yours and its disk has room",
                    failure);
        } finally {
            delete(fresh);
        }
    }

    private static void delete(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException left) {
            return;
        }
    }
}
