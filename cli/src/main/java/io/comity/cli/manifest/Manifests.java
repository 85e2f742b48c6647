package io.comity.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds and reads manifests. */
public final class Manifests {
    /** More than any program declares. */
    static final int MAX_BYTES = 16 << 20;

    /** The longest name of a type or first sentence. */
    static final int MAX_TEXT_LENGTH = 4_000;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    /**
     * That of a jar, of a folder of classes, or a file that is one itself.
     *
     * @throws ManifestException if there is none, or it cannot be read
     */
    public static Manifest of(Path place) {
        try {
            if (Files.isDirectory(place)) {
                return inFolder(place);
            }
            if (place.toString().endsWith(".json")) {
                return read(place.toString(), Files.newInputStream(place));
            }
            return inJar(place);
        } catch (ZipException noJar) {
            throw new ManifestException(place + ": is neither a jar, nor a folder of classes, nor a manifest (.json)");
        } catch (IOException unreadable) {
            throw new ManifestException(
                    place + ": " + (Files.exists(place) ? "cannot be read" : "no such file or folder"));
        }
    }

    /** Those on the class path of this program. */
    public static List<Manifest> onClassPath() {
        List<Manifest> manifests = new ArrayList<>();
        try {
            for (URL url : Collections.list(Manifests.class.getClassLoader().getResources(Manifest.PATH))) {
                manifests.add(read(url.toString(), url.openStream()));
            }
            return manifests;
        } catch (IOException unreadable) {
            throw new ManifestException("the class path cannot be read: " + unreadable.getMessage());
        }
    }

    private static Manifest inFolder(Path folder) throws IOException {
        Path file = folder.resolve(Manifest.PATH);
        if (!Files.exists(file)) {
            throw missing(folder);
        }
        return read(file.toString(), Files.newInputStream(file));
    }

    private static Manifest inJar(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException("no such file");
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(Manifest.PATH);
            if (entry == null) {
                throw missing(jar);
            }
            return read(jar.toString(), zip.getInputStream(entry));
        }
    }

    private static ManifestException missing(Path place) {
        return new ManifestException(place + ": has no " + Manifest.PATH
                + "; compile it with comity-mission-processor as annotation processor");
    }

    private static Manifest read(String place, InputStream input) throws IOException {
        try (input) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ManifestException(place + ": is longer than " + MAX_BYTES + " bytes, so it is no manifest");
            }
            return parse(place, JSON.readTree(bytes));
        } catch (JsonProcessingException noJson) {
            throw new ManifestException(place + ": is no manifest, or a damaged one");
        }
    }

    private static Manifest parse(String place, JsonNode json) {
        int format = json.path("format").asInt();
        if (format != Manifest.FORMAT) {
            throw new ManifestException(place + ": is no manifest of format " + Manifest.FORMAT
                    + ", the one that this version reads; use a newer comity if it is one of a later format");
        }
        Manifest manifest = new Manifest(new TreeMap<>(), new TreeMap<>());
        json.path("missions")
                .forEach(entry -> manifest.add(
                        text(place, entry.path("mission")),
                        text(place, entry.path("message")),
                        new TreeSet<>(texts(place, entry.path("engines")))));
        json.path("types").forEach(type -> manifest.types().put(text(place, type.path("type")), shape(place, type)));
        return manifest;
    }

    private static Shape shape(String place, JsonNode type) {
        Map<String, String> fields = new LinkedHashMap<>();
        type.path("fields")
                .forEach(field -> fields.put(text(place, field.path("name")), text(place, field.path("type"))));
        return new Shape(
                text(place, type.path("doc")),
                fields,
                texts(place, type.path("constants")),
                texts(place, type.path("cases")));
    }

    private static List<String> texts(String place, JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(text(place, each)));
        return texts;
    }

    /** A jar may be a stranger's: nothing in it moves the cursor of who looks at it. */
    private static String text(String place, JsonNode node) {
        String text = node.asText();
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new ManifestException(
                    place + ": holds a text of more than " + MAX_TEXT_LENGTH + " characters, so it is no manifest");
        }
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
