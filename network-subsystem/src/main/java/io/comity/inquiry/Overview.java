package io.comity.inquiry;

import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.offer.WrittenMission;
import io.comity.proxy.Acquaintance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a Router knew at one moment of its node's missions and of who holds them.
 *
 * @param missions by name
 * @param grants that stand, in the order of their holders
 * @param about the other node that was asked about
 */
public record Overview(Instant at, List<MissionOutline> missions, List<HeldGrant> grants, Optional<Encounter> about) {
    public Overview {
        missions = List.copyOf(missions);
        grants = List.copyOf(grants);
    }

    /**
     * Another node, as this one sees it.
     *
     * @param isRefused whether the settings refuse it
     * @param isFindable whether an address of it is known
     * @param ended by mission, why the last grant that it had is over
     * @param takenBack missions that were taken back at any time from everybody or from it
     */
    public record Encounter(
            NodeId node,
            boolean isRefused,
            boolean isFindable,
            Map<String, Reason> ended,
            Set<String> takenBack,
            Acquaintance acquaintance) {
        public Encounter {
            ended = Map.copyOf(ended);
            takenBack = Set.copyOf(takenBack);
        }

        public Encounter with(Acquaintance now) {
            return new Encounter(node, isRefused, isFindable, ended, takenBack, now);
        }
    }

    public Overview with(Encounter encounter) {
        return new Overview(at, missions, grants, Optional.of(encounter));
    }

    /** The same with the engines that the settings name and that do not run. */
    public Overview with(List<WrittenMission> written) {
        return new Overview(
                at,
                missions.stream()
                        .map(mission -> written.stream()
                                .filter(one -> one.name().equals(mission.name()))
                                .findFirst()
                                .map(mission::with)
                                .orElse(mission))
                        .toList(),
                grants,
                about);
    }

    public Optional<MissionOutline> mission(String name) {
        return missions.stream().filter(mission -> mission.name().equals(name)).findFirst();
    }

    public List<String> missionNames() {
        return missions.stream().map(MissionOutline::name).toList();
    }

    /**
     * The grants under which somebody may send something.
     *
     * @param mission only this one
     * @param engine only what reaches this engine
     */
    public List<HeldGrant> whoCan(Optional<String> mission, Optional<String> engine) {
        return grants.stream()
                .filter(grant -> mission.isEmpty() || grant.mission().equals(mission.get()))
                .filter(grant -> engine.isEmpty() || reaches(grant, engine.get()))
                .toList();
    }

    private boolean reaches(HeldGrant grant, String engine) {
        return grant.reaches(engine)
                && mission(grant.mission())
                        .filter(outline -> outline.reaches(engine))
                        .isPresent();
    }
}
