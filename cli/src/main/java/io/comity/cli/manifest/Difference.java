package io.comity.cli.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a release does to grants that were given before it. A message type, an engine, a component, a case that is new widens
 * them; one that is gone narrows them. A component of another type does both, and counts as wider: what it lets through was not
 * looked at when the grant was given. Changes behind an {@code ActorRef} count too, for that is what comes back.
 */
public final class Difference {
    /**
     * One change of one mission.
     *
     * @param text completes a sentence that begins with the mission
     */
    public record Change(String mission, String text) {}

    private final Manifest before;
    private final Manifest after;
    private final Set<Change> wider = new LinkedHashSet<>();
    private final Set<Change> narrower = new LinkedHashSet<>();
    private final SortedSet<String> fresh = new TreeSet<>();

    private Difference(Manifest before, Manifest after) {
        this.before = before;
        this.after = after;
    }

    /** What becomes of grants of {@code before} when {@code after} is installed. */
    public static Difference between(Manifest before, Manifest after) {
        Difference difference = new Difference(before, after);
        both(before.missions().keySet(), after.missions().keySet()).forEach(difference::mission);
        return difference;
    }

    public List<Change> wider() {
        return List.copyOf(wider);
    }

    public List<Change> narrower() {
        return List.copyOf(narrower);
    }

    /** Missions that were not there before, so that nobody holds them yet. */
    public List<String> fresh() {
        return List.copyOf(fresh);
    }

    private void mission(String mission) {
        Map<String, SortedSet<String>> old = before.missions().get(mission);
        Map<String, SortedSet<String>> now = after.missions().get(mission);
        if (old == null) {
            fresh.add(mission);
        } else if (now == null) {
            narrower.add(new Change(mission, "is gone; who holds it may send nothing under it"));
        } else {
            both(old.keySet(), now.keySet())
                    .forEach(message -> message(mission, message, old.get(message), now.get(message)));
        }
    }

    private void message(
            String mission, String message, @Nullable SortedSet<String> old, @Nullable SortedSet<String> now) {
        if (old == null) {
            wider.add(new Change(mission, "also has " + message));
        }
        if (now == null) {
            narrower.add(new Change(mission, "no longer has " + message));
        }
        if (old != null && now != null) {
            engines(mission, message, old, now);
            SortedSet<String> common = before.reach(message);
            common.retainAll(after.reach(message));
            common.forEach(type -> shape(mission, type, before.shape(type), after.shape(type)));
        }
    }

    /** No engines are all. */
    private void engines(String mission, String message, SortedSet<String> old, SortedSet<String> now) {
        if (old.isEmpty() != now.isEmpty()) {
            (now.isEmpty() ? wider : narrower)
                    .add(new Change(
                            mission,
                            message + " may be sent to " + (now.isEmpty() ? "every engine that has it" : now)
                                    + ", before to " + (old.isEmpty() ? "every engine that had it" : old)));
        } else {
            compare(mission, message + " may be sent to ", old, now);
        }
    }

    private void shape(String mission, String type, Shape old, Shape now) {
        compare(
                mission,
                type + " has the component ",
                old.fields().keySet(),
                now.fields().keySet());
        compare(mission, type + " has the constant ", old.constants(), now.constants());
        compare(mission, type + " has the case ", old.cases(), now.cases());
        now.fields().forEach((field, is) -> {
            String was = old.fields().get(field);
            if (was != null && !was.equals(is)) {
                wider.add(new Change(mission, type + "." + field + " is " + is + ", before " + was));
            }
        });
    }

    private void compare(String mission, String what, Collection<String> old, Collection<String> now) {
        for (String each : both(old, now)) {
            if (!old.contains(each)) {
                wider.add(new Change(mission, what + each + ", before not"));
            } else if (!now.contains(each)) {
                narrower.add(new Change(mission, "no more: " + what + each));
            }
        }
    }

    private static List<String> both(Collection<String> some, Collection<String> more) {
        SortedSet<String> both = new TreeSet<>(some);
        both.addAll(more);
        return new ArrayList<>(both);
    }
}
