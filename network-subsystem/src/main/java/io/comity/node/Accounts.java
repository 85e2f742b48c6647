package io.comity.node;

import io.comity.identity.NodeId;
import io.comity.inquiry.HeldGrant;
import io.comity.inquiry.MissionOutline;
import io.comity.inquiry.Obstacle;
import io.comity.inquiry.Overview;
import io.comity.inquiry.WhyNot;
import io.comity.mission.Notice;
import io.comity.transport.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a node says of itself to its owner, as fields of JSON. */
final class Accounts {
    private final Node node;
    private final NodeNames names;
    private final boolean isRunning;

    Accounts(Node node, NodeNames names, boolean isRunning) {
        this.node = node;
        this.names = names;
        this.isRunning = isRunning;
    }

    Map<String, Object> self(String name) {
        Map<String, String> petnames = new TreeMap<>();
        node.petnames().list().forEach((petname, id) -> petnames.put(petname, id.text()));
        return Map.of(
                "name", name,
                "node", node.id().text(),
                "running", isRunning,
                "addresses",
                        node.addresses().stream()
                                .map(Address::toString)
                                .sorted()
                                .toList(),
                "petnames", petnames);
    }

    Map<String, Object> missions() {
        return Map.of(
                "running",
                isRunning,
                "missions",
                node.missions().list().stream().map(Accounts::mission).toList());
    }

    private static Map<String, Object> mission(MissionOutline mission) {
        return Map.of(
                "mission",
                mission.name(),
                "engines",
                mission.parts().stream()
                        .map(part ->
                                Map.of("engine", part.engine(), "runs", part.isSpawned(), "messages", part.messages()))
                        .toList());
    }

    Map<String, Object> grants() {
        return Map.of(
                "running", isRunning,
                "given", node.missions().grants().stream().map(this::grant).toList(),
                "held", held(),
                "taken", node.notices().stream().map(this::taken).toList());
    }

    private Map<String, Object> taken(Notice notice) {
        Map<String, Object> fields = new LinkedHashMap<>(who("owner", notice.owner()));
        fields.put("id", notice.chain().toHex());
        fields.put("reason", notice.reason().label());
        fields.put("at", notice.at().toString());
        return fields;
    }

    private Map<String, Object> grant(HeldGrant grant) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", grant.id().toHex());
        fields.put("mission", grant.mission());
        fields.putAll(who("holder", grant.holder()));
        fields.put("via", grant.via().stream().map(this::said).toList());
        fields.put("limits", grant.limits().describe());
        fields.put("used", grant.used());
        grant.refused().filter(reason -> !grant.isBeingCounted()).ifPresent(reason -> {
            fields.put("refused", reason.label());
            if (grant.retryAfter().compareTo(Duration.ZERO) > 0) {
                fields.put("retryMillis", grant.retryAfter().toMillis());
            }
        });
        return fields;
    }

    private Map<String, Object> who(String role, NodeId id) {
        return Map.of(role, id.text(), "petname", names.petname(id));
    }

    private String said(NodeId id) {
        String petname = names.petname(id);
        return petname.isEmpty() ? id.text() : petname;
    }

    /** What others let this node do, as far as they are connected. */
    private List<Map<String, Object>> held() {
        Set<NodeId> others = new TreeSet<>(node.registry().nodes());
        others.addAll(node.petnames().list().values());
        others.remove(node.id());
        List<Map<String, Object>> held = new ArrayList<>();
        for (NodeId other : others) {
            Map<String, List<String>> engines = node.missions()
                    .overview(Optional.of(other))
                    .about()
                    .map(about -> about.acquaintance().engines())
                    .orElse(Map.of());
            if (!engines.isEmpty()) {
                Map<String, Object> fields = new HashMap<>(who("owner", other));
                fields.put("engines", engines);
                held.add(fields);
            }
        }
        return held;
    }

    Map<String, Object> whoCan(Optional<String> mission, Optional<String> engine) {
        Overview overview = node.missions().overview(Optional.empty());
        return Map.of(
                "running",
                isRunning,
                "holders",
                overview.whoCan(mission, engine).stream()
                        .map(grant -> {
                            Map<String, Object> fields = new LinkedHashMap<>(grant(grant));
                            fields.put("engines", engines(overview, grant, engine));
                            return fields;
                        })
                        .toList());
    }

    private static Map<String, List<String>> engines(Overview overview, HeldGrant grant, Optional<String> only) {
        Map<String, List<String>> engines = new TreeMap<>();
        overview.mission(grant.mission())
                .ifPresent(mission -> mission.parts().stream()
                        .filter(part -> only.isEmpty() || only.get().equals(part.engine()))
                        .filter(part -> grant.reaches(part.engine()))
                        .forEach(part -> engines.put(
                                part.engine(),
                                part.messages().stream()
                                        .filter(type -> grant.limits().allows(part.engine(), type))
                                        .toList())));
        return engines;
    }

    Map<String, Object> whyNot(NodeId other, String mission, boolean theirs, String name) {
        Overview overview = node.missions().overview(Optional.of(other));
        List<Obstacle> found = new ArrayList<>();
        if (!isRunning) {
            found.add(new Obstacle(
                    Obstacle.Kind.NOT_RUNNING,
                    true,
                    "node " + name + " is not running, so nothing reaches it or leaves it; start its program"));
        }
        found.addAll(
                theirs
                        ? WhyNot.theirs(overview)
                        : WhyNot.ours(overview, mission).stream()
                                .filter(obstacle -> isRunning || !isOfEngines(obstacle))
                                .toList());
        Map<String, Object> fields = new LinkedHashMap<>(who("node", other));
        fields.put("mission", mission);
        fields.put("owner", theirs ? said(other) : name);
        fields.put("can", found.stream().noneMatch(Obstacle::stops));
        fields.put(
                "reasons",
                found.stream()
                        .map(obstacle -> Map.of(
                                "kind", obstacle.kind().label(),
                                "stops", obstacle.stops(),
                                "text", obstacle.text()))
                        .toList());
        return fields;
    }

    /** Of a node that does not run, none does, and nothing is connected or counted, which is said already. */
    private static boolean isOfEngines(Obstacle obstacle) {
        return !obstacle.stops()
                || obstacle.kind() == Obstacle.Kind.ENGINE_ABSENT
                || obstacle.kind() == Obstacle.Kind.NOTHING_LEFT;
    }
}
