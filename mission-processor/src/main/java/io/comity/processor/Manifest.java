package io.comity.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a program declares, for whoever reviews a release: which missions have which messages, and what these look like. JSON,
 * sorted, one entry a line, the same for the same sources.
 */
final class Manifest {
    static final String PATH = "META-INF/comity/missions.json";
    static final int FORMAT = 1;

    private record Key(String mission, String message) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int missions = mission.compareTo(other.mission);
            return missions != 0 ? missions : message.compareTo(other.message);
        }
    }

    /** Of one message in one mission; no engines are all. */
    private static final class Entry {
        private final SortedSet<String> engines = new TreeSet<>();
        private final SortedSet<String> declared = new TreeSet<>();
        private boolean isForAll;
    }

    private final SortedMap<Key, Entry> entries = new TreeMap<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** @param declared the type that the annotation stands on */
    void add(String mission, String message, List<String> engines, String declared) {
        Entry entry = entries.computeIfAbsent(new Key(mission, message), key -> new Entry());
        entry.engines.addAll(engines);
        entry.isForAll |= engines.isEmpty();
        entry.declared.add(declared);
    }

    /** @param docs by type, the first sentence as JSON */
    String json(SortedMap<String, Survey.Noted> types, UnaryOperator<String> docs) {
        return "{\n  \"format\": " + FORMAT + ",\n  \"missions\": "
                + lines(entries.entrySet().stream()
                        .map(entry -> missionLine(entry.getKey(), entry.getValue()))
                        .toList())
                + ",\n  \"types\": "
                + lines(types.entrySet().stream()
                        .map(type -> typeLine(
                                type.getKey(),
                                docs.apply(type.getKey()),
                                type.getValue().shape()))
                        .toList())
                + "\n}\n";
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty()
                ? "[]"
                : lines.stream().map(line -> "\n    " + line).collect(Collectors.joining(",", "[", "\n  ]"));
    }

    private static String missionLine(Key key, Entry entry) {
        return Json.object(List.of(
                Map.entry("mission", Json.text(key.mission())),
                Map.entry("message", Json.text(key.message())),
                Map.entry("engines", Json.texts(entry.isForAll ? List.of() : List.copyOf(entry.engines))),
                Map.entry("declared", Json.texts(List.copyOf(entry.declared)))));
    }

    private static String typeLine(String type, String doc, Shape shape) {
        List<Map.Entry<String, String>> members = new ArrayList<>();
        members.add(Map.entry("type", Json.text(type)));
        members.add(Map.entry("doc", doc));
        if (shape instanceof Shape.OfRecord fields) {
            members.add(Map.entry("fields", fields(fields.fields())));
        } else if (shape instanceof Shape.OfEnum constants) {
            members.add(Map.entry("constants", Json.texts(constants.constants())));
        } else if (shape instanceof Shape.OfChoice choice) {
            members.add(Map.entry("cases", Json.texts(choice.cases())));
        }
        return Json.object(members);
    }

    private static String fields(List<Shape.Field> fields) {
        return fields.stream()
                .map(field -> Json.object(List.of(
                        Map.entry("name", Json.text(field.name())), Map.entry("type", Json.text(field.type())))))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
