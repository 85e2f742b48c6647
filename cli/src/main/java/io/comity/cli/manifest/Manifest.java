package io.comity.cli.manifest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The missions that a program declares by annotation.
 *
 * @param missions by name: each message, and the engines it is restricted to, none for all
 * @param types what messages, and what they lead to, look like
 */
public record Manifest(
        SortedMap<String, SortedMap<String, SortedSet<String>>> missions, SortedMap<String, Shape> types) {
    /** Where it is in a jar or a folder of classes. */
    public static final String PATH = "META-INF/comity/missions.json";

    /** The format that this version reads. */
    public static final int FORMAT = 1;

    /** What all of them declare; of a type that several describe, the first counts, as on a class path. */
    public static Manifest merge(Collection<Manifest> manifests) {
        Manifest all = new Manifest(new TreeMap<>(), new TreeMap<>());
        for (Manifest manifest : manifests) {
            manifest.missions.forEach(
                    (mission, messages) -> messages.forEach((message, engines) -> all.add(mission, message, engines)));
            manifest.types.forEach((name, shape) -> all.types.putIfAbsent(name, shape));
        }
        return all;
    }

    void add(String mission, String message, SortedSet<String> engines) {
        missions.computeIfAbsent(mission, name -> new TreeMap<>()).merge(message, engines, Manifest::either);
    }

    private static SortedSet<String> either(SortedSet<String> some, SortedSet<String> more) {
        SortedSet<String> both = new TreeSet<>(some);
        both.addAll(more);
        return some.isEmpty() || more.isEmpty() ? new TreeSet<>() : both;
    }

    Shape shape(String type) {
        Shape shape = types.get(type);
        return shape == null ? new Shape("", Map.of(), List.of(), List.of()) : shape;
    }

    /** The types that {@code message} leads to, itself included. */
    SortedSet<String> reach(String message) {
        SortedSet<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(message);
        while (!open.isEmpty()) {
            String type = open.remove();
            if (types.containsKey(type) && reached.add(type)) {
                shape(type).mentions().forEach(text -> open.addAll(named(text)));
            }
        }
        return reached;
    }

    /** The types of this manifest in a text such as {@code Map<String,List<demo.Say>>}: itself, or what is in its brackets. */
    private Set<String> named(String text) {
        int open = text.indexOf('<');
        if (types.containsKey(text) || open < 0) {
            return Set.of(text);
        }
        Set<String> named = new HashSet<>();
        int depth = 0;
        int start = open + 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && (c == ',' || c == '>')) {
                named.addAll(named(text.substring(start, i)));
                start = i + 1;
            }
            depth += c == '<' ? 1 : 0;
            depth -= c == '>' ? 1 : 0;
        }
        return named;
    }
}
