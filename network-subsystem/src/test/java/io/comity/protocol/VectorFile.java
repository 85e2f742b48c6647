package io.comity.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** One file of vectors while it is made, and how one is read. Bytes are in hex. */
final class VectorFile {
    static final Path FOLDER = Path.of(System.getProperty("comity.root", ".."), "docs", "protocol", "vectors");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter()
            .withArrayIndenter(new DefaultIndenter("  ", "\n"))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private final ObjectNode root = JSON.createObjectNode();

    VectorFile(String about) {
        root.put("about", about);
    }

    ObjectNode accept(String name) {
        return add("accept", name);
    }

    ObjectNode refuse(String name) {
        return add("refuse", name);
    }

    ObjectNode add(String list, String name) {
        return root.withArray("/" + list).addObject().put("name", name);
    }

    String text() {
        try {
            return PRETTY.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** One list of a file in the folder. */
    static List<JsonNode> list(String file, String list) {
        try {
            JsonNode found =
                    JSON.readTree(Files.readString(FOLDER.resolve(file))).withArray("/" + list);
            return StreamSupport.stream(found.spliterator(), false).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static byte[] bytes(JsonNode vector, String field) {
        return hex(vector.get(field).asText());
    }

    static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] encoded(UrMessage... messages) {
        CborWriter out = new CborWriter(64, 1 << 16);
        for (UrMessage message : messages) {
            UrMessages.write(out, message);
        }
        return out.toByteArray();
    }

    static byte[] cast(long ref, int type, byte[] body) {
        return cast(ref, type, UrMessage.NO_DEADLINE, body);
    }

    static byte[] cast(long ref, int type, long deadline, byte[] body) {
        return call(ref, type, deadline, UrMessage.NO_REPLY, body);
    }

    static byte[] call(long ref, int type, long deadline, long reply, byte[] body) {
        CborWriter out = new CborWriter(64, 1 << 16);
        UrMessages.castHead(out, ref, type, deadline, reply, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    static byte[] part(long ref, int type, int total, int offset, byte[] bytes) {
        return part(ref, type, UrMessage.NO_DEADLINE, total, offset, bytes);
    }

    static byte[] part(long ref, int type, long deadline, int total, int offset, byte[] bytes) {
        return piece(ref, type, deadline, UrMessage.NO_REPLY, total, offset, bytes);
    }

    static byte[] piece(long ref, int type, long deadline, long reply, int total, int offset, byte[] bytes) {
        CborWriter out = new CborWriter(64, 1 << 16);
        UrMessages.partHead(out, ref, type, deadline, reply, total, offset, bytes.length);
        return out.encoded(bytes, 0, bytes.length).toByteArray();
    }

    static byte[] join(byte[]... parts) {
        CborWriter out = new CborWriter(64, 1 << 17);
        for (byte[] part : parts) {
            out.encoded(part, 0, part.length);
        }
        return out.toByteArray();
    }

    /** A byte string's head and {@code count} bytes of 0x61. */
    static byte[] letters(String head, int count) {
        return hex(head + "61".repeat(count));
    }
}
