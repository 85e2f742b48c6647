package io.comity.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to some nodes, and when: drawn from a seed, or read from a file, where it stands as text that people can read and change.
 * <pre>
 * seed 7
 * nodes alice bob carol
 * adversaries trudy
 * 0 grant alice bob
 * 1200 say bob alice 5 100
 * 2000 cut alice bob
 * 60000 end
 * </pre>
 * Each line begins with the milliseconds since the beginning; see {@link Teller} for what they may say.
 */
public record Story(long seed, List<String> nodes, List<String> adversaries, List<Step> steps, long endMillis) {
    /** @param words what, and whom it is about */
    public record Step(long atMillis, List<String> words) {
        public Step {
            words = List.copyOf(words);
        }

        boolean mentions(String node) {
            return words.subList(1, words.size()).contains(node);
        }

        @Override
        public String toString() {
            return atMillis + " " + String.join(" ", words);
        }
    }

    public Story {
        nodes = List.copyOf(nodes);
        adversaries = List.copyOf(adversaries);
        steps = List.copyOf(steps);
    }

    /** The one of this seed. */
    public static Story of(long seed) {
        return new StoryWriter(seed).write();
    }

    /** @throws IllegalArgumentException when it is none */
    public static Story parse(String text) {
        long seed = 0;
        long end = 0;
        List<String> nodes = List.of();
        List<String> adversaries = List.of();
        List<Step> steps = new ArrayList<>();
        for (String line : text.lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.startsWith("#"))
                .toList()) {
            List<String> words = List.of(line.split(" +"));
            List<String> rest = words.subList(1, words.size());
            switch (words.get(0)) {
                case "seed" -> seed = Long.parseLong(rest.get(0));
                case "nodes" -> nodes = rest;
                case "adversaries" -> adversaries = rest;
                default -> {
                    long at = Long.parseLong(words.get(0));
                    if (rest.equals(List.of("end"))) {
                        end = at;
                    } else {
                        steps.add(new Step(at, rest));
                    }
                }
            }
        }
        return new Story(seed, nodes, adversaries, steps, end);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        String people = adversaries.isEmpty() ? "" : "adversaries " + String.join(" ", adversaries) + "\n";
        return "seed " + seed + "\nnodes " + String.join(" ", nodes) + "\n" + people
                + steps.stream().map(step -> step + "\n").collect(Collectors.joining()) + endMillis + " end\n";
    }

    /** Has it happen. */
    public Outcome tell() {
        return new Teller(this).tell();
    }
}
