package io.comity.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Values as one line of JSON, the form in which the demo's processes answer each other. */
public final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}

    public static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), impossible);
        }
    }

    public static <T> T read(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JsonProcessingException garbled) {
            throw new IllegalStateException("not the JSON of a " + type.getSimpleName() + ": " + line, garbled);
        }
    }

    static Map<String, Long> readCounters(String line) {
        try {
            return JSON.readValue(line, new TypeReference<Map<String, Long>>() {});
        } catch (JsonProcessingException garbled) {
            throw new IllegalStateException("not the JSON of counters: " + line, garbled);
        }
    }
}
