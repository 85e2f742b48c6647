package io.comity.inquiry;

import io.comity.config.EditDistance;
import io.comity.inquiry.MissionOutline.Part;
import io.comity.inquiry.Obstacle.Kind;
import io.comity.inquiry.Overview.Encounter;
import io.comity.mission.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why another node cannot use a mission of this one, or this node what another offers. The owner sees every reason; about what
 * others offer, only what this side was told, since nobody else's missions are known here.
 */
public final class WhyNot {
    private static final Duration LONG = Duration.ofMinutes(2);

    private WhyNot() {}

    /** Why the node that {@code overview} is about cannot use {@code mission} of this one; nothing that stops it when it can. */
    public static List<Obstacle> ours(Overview overview, String mission) {
        MissionOutline outline = overview.mission(mission).orElse(null);
        if (outline == null) {
            return List.of(Obstacle.stops(Kind.NO_SUCH_MISSION, noSuchMission(overview, mission)));
        }
        List<Obstacle> found = new ArrayList<>();
        overview.about().ifPresent(other -> {
            if (other.isRefused()) {
                found.add(Obstacle.stops(
                        Kind.REFUSED, "comity.node.refuse names it, so it is not listened to; take it out of there"));
            }
            List<HeldGrant> held = overview.grants().stream()
                    .filter(grant -> grant.holder().equals(other.node())
                            && grant.mission().equals(mission))
                    .toList();
            if (held.isEmpty()) {
                found.add(notHeld(other, mission));
            } else {
                limits(held, overview.at(), found);
                parts(held, outline, found);
            }
            connection(other, found);
        });
        return found;
    }

    /** Why there is no such mission here, with what was perhaps meant. */
    public static String noSuchMission(Overview overview, String mission) {
        List<String> names = overview.missionNames();
        return "this node defines no mission \"" + mission + "\"" + EditDistance.hint(mission, names)
                + (names.isEmpty()
                        ? "; it defines none; a program defines them, or comity.missions in its settings"
                        : "; it defines " + String.join(", ", names));
    }

    private static Obstacle notHeld(Encounter other, String mission) {
        Reason ended = other.ended().get(mission);
        if (ended == Reason.EXPIRED) {
            return Obstacle.stops(Kind.EXPIRED, "its grant has expired; grant it anew");
        }
        if (ended == Reason.REVOKED) {
            return Obstacle.stops(Kind.REVOKED, "its grant was taken back; grant it anew if it may again");
        }
        if (other.takenBack().contains(mission)) {
            return Obstacle.stops(
                    Kind.REVOKED,
                    "the mission was taken back from everybody, or everything from it, and it holds no grant made since;"
                            + " grant it anew if it may again");
        }
        return Obstacle.stops(
                Kind.NOT_GRANTED,
                "it holds no grant of this mission that was presented here; grant it, or send it an invitation");
    }

    /** One grant that lets messages pass is enough. */
    private static void limits(List<HeldGrant> held, Instant now, List<Obstacle> found) {
        if (held.stream().anyMatch(grant -> grant.refused().isEmpty())) {
            return;
        }
        if (held.stream().anyMatch(HeldGrant::isBeingCounted)) {
            found.add(Obstacle.note(
                    Kind.THROTTLED,
                    "what it may send of its quota is being counted on the disk, which takes a moment"));
        } else {
            held.forEach(grant -> found.add(limit(grant, now)));
        }
    }

    private static Obstacle limit(HeldGrant grant, Instant now) {
        boolean isOver = now.getEpochSecond() >= grant.limits().expiry();
        boolean isEarly = now.getEpochSecond() < grant.limits().notBefore();
        return switch (grant.refused().orElse(Reason.DENIED)) {
            case EXPIRED ->
                isOver
                        ? Obstacle.stops(Kind.EXPIRED, "its grant has expired; grant it anew")
                        : Obstacle.stops(
                                Kind.SPENT,
                                "it has used up what its grant allows in all, or whoever passed the grant on has ("
                                        + grant.used() + " of its own so far); grant it more");
            case THROTTLED ->
                isEarly
                        ? Obstacle.stops(Kind.NOT_YET, "its grant begins in " + said(grant.retryAfter()))
                        : Obstacle.stops(
                                Kind.THROTTLED,
                                "it is faster than its grant allows; the next message passes in "
                                        + said(grant.retryAfter()));
            default -> Obstacle.stops(Kind.REVOKED, "its grant is being taken back");
        };
    }

    private static void parts(List<HeldGrant> held, MissionOutline outline, List<Obstacle> found) {
        List<Part> left = outline.parts().stream()
                .filter(part -> held.stream().anyMatch(grant -> grant.reaches(part.engine())))
                .toList();
        if (left.isEmpty()) {
            found.add(Obstacle.stops(
                    Kind.NOTHING_LEFT,
                    outline.parts().isEmpty()
                            ? "no engine that runs here is in this mission; the program has to spawn one"
                            : "the limits of its grant leave none of the engines of this mission"));
        }
        boolean isNoneSpawned = left.stream().noneMatch(Part::isSpawned);
        left.stream()
                .filter(part -> !part.isSpawned())
                .forEach(part -> found.add(new Obstacle(
                        Kind.ENGINE_ABSENT,
                        isNoneSpawned,
                        "engine \"" + part.engine() + "\" does not run here; the program has to spawn it")));
    }

    private static void connection(Encounter other, List<Obstacle> found) {
        if (!other.acquaintance().isConnected()) {
            String failure = other.acquaintance().lastFailure();
            found.add(
                    failure.isEmpty()
                            ? Obstacle.note(
                                    Kind.NOT_CONNECTED, "it is not connected now; it connects when it sends something")
                            : Obstacle.note(
                                    Kind.UNREACHABLE,
                                    "it could not be reached from here the last time (" + failure
                                            + "); it may still connect by itself"));
        }
    }

    /** What this node was told by the one that {@code overview} is about, which owns the missions that it is in. */
    public static List<Obstacle> theirs(Overview overview) {
        List<Obstacle> found = new ArrayList<>();
        overview.about().ifPresent(owner -> {
            reach(owner, found);
            owner.acquaintance()
                    .withdrawn()
                    .forEach((engine, reason) -> found.add(Obstacle.stops(
                            reason == Reason.EXPIRED ? Kind.EXPIRED : Kind.REVOKED,
                            "it no longer lets this node send to \"" + engine + "\" (" + reason.label()
                                    + "); ask its owner for another grant")));
            owner.acquaintance()
                    .engines()
                    .forEach((engine, types) -> found.add(Obstacle.note(
                            Kind.TOLD,
                            "it lets this node send " + String.join(", ", types) + " to \"" + engine + "\"")));
            if (owner.acquaintance().isConnected() && found.isEmpty()) {
                found.add(Obstacle.stops(
                        Kind.NOT_TOLD,
                        "it lets this node send to none of its engines; ask its owner for an invitation or a grant"));
            }
        });
        return found;
    }

    private static void reach(Encounter owner, List<Obstacle> found) {
        Acquaintance about = new Acquaintance(owner);
        if (about.isNeverMet()) {
            found.add(Obstacle.stops(
                    Kind.NEVER_MET,
                    "this node has never met it and knows no address of it; accept an invitation of it, or add it to"
                            + " comity.seeds"));
        } else if (!about.failure().isEmpty()) {
            found.add(Obstacle.stops(
                    Kind.UNREACHABLE,
                    "it could not be reached the last time (" + about.failure() + "); is it running, and at an address"
                            + " that can be dialled from here?"));
        } else if (!about.isConnected()) {
            found.add(Obstacle.note(
                    Kind.NOT_CONNECTED,
                    "it is not connected now, so what it allows is not known; the next message to it connects"));
        }
    }

    private record Acquaintance(boolean isConnected, boolean isNeverMet, String failure) {
        private Acquaintance(Encounter owner) {
            this(
                    owner.acquaintance().isConnected(),
                    !owner.acquaintance().isConnected() && !owner.isFindable(),
                    owner.acquaintance().isConnected()
                            ? ""
                            : owner.acquaintance().lastFailure());
        }
    }

    private static String said(Duration wait) {
        if (wait.compareTo(LONG) < 0) {
            return String.format(Locale.ROOT, "%.1f s", wait.toMillis() / 1_000.0);
        }
        return wait.compareTo(Duration.ofHours(2)) < 0 ? wait.toMinutes() + " minutes" : wait.toHours() + " hours";
    }
}
