package io.comity.control;

import io.comity.config.EditDistance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each request is a JSON object: {@code do} says which it is. */
final class RequestForm {
    private static final List<String> DEEDS = List.of(
            "self",
            "missions",
            "grant",
            "invite",
            "accept",
            "revoke",
            "grants",
            "who-can",
            "why-not",
            "petname",
            "evidence",
            "receipts");
    private static final Duration WEEK = Duration.ofDays(7);

    private RequestForm() {}

    static Request read(Fields fields) {
        Request request = read(fields.text("do"), fields);
        fields.end();
        return request;
    }

    private static Request read(String deed, Fields fields) {
        return switch (deed) {
            case "self" -> new Request.Self();
            case "missions" -> new Request.Missions();
            case "grant" ->
                new Request.Grant(fields.text("mission"), fields.text("holder"), Limits.read(fields.object("limits")));
            case "invite" ->
                new Request.Invite(
                        fields.text("mission"),
                        fields.optional("for")
                                .map(text -> Times.span("for", text))
                                .orElse(WEEK),
                        fields.count("uses", 1),
                        Limits.read(fields.object("limits")));
            case "accept" -> new Request.Accept(fields.text("text"), fields.optional("as"));
            case "revoke" ->
                new Request.Revoke(
                        Request.Taken.of(fields.text("what")),
                        fields.optional("subject").orElse(""));
            case "grants" -> new Request.Grants();
            case "who-can" -> new Request.WhoCan(fields.optional("mission"), fields.optional("engine"));
            case "why-not" ->
                new Request.WhyNot(
                        fields.text("node"),
                        fields.text("mission"),
                        fields.optional("theirs").filter("true"::equals).isPresent());
            case "petname" -> new Request.Petname(fields.text("name"), fields.optional("node"));
            case "evidence" ->
                new Request.Signed(Request.Papers.EVIDENCE, fields.optional("node"), fields.optional("file"));
            case "receipts" ->
                new Request.Signed(Request.Papers.RECEIPTS, fields.optional("node"), fields.optional("file"));
            default ->
                throw new ControlException("\"" + Fields.printable(deed) + "\" is nothing that a node does"
                        + EditDistance.hint(deed, DEEDS) + "; it does " + String.join(", ", DEEDS));
        };
    }

    static Map<String, Object> write(Request request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (request instanceof Request.Self) {
            fields.put("do", "self");
        } else if (request instanceof Request.Missions) {
            fields.put("do", "missions");
        } else if (request instanceof Request.Grants) {
            fields.put("do", "grants");
        } else if (request instanceof Request.Grant grant) {
            fields.putAll(Map.of("do", "grant", "mission", grant.mission(), "holder", grant.holder()));
            fields.put("limits", grant.limits().texts());
        } else if (request instanceof Request.Invite invite) {
            fields.putAll(Map.of("do", "invite", "mission", invite.mission(), "uses", invite.uses()));
            fields.put("for", invite.lifetime().toSeconds() + "s");
            fields.put("limits", invite.limits().texts());
        } else if (request instanceof Request.Accept accept) {
            fields.putAll(Map.of("do", "accept", "text", accept.text()));
            put(fields, "as", accept.petname());
        } else if (request instanceof Request.Revoke revoke) {
            fields.putAll(Map.of("do", "revoke", "what", revoke.what().label(), "subject", revoke.subject()));
        } else if (request instanceof Request.WhoCan who) {
            fields.put("do", "who-can");
            put(fields, "mission", who.mission());
            put(fields, "engine", who.engine());
        } else if (request instanceof Request.WhyNot why) {
            fields.putAll(Map.of("do", "why-not", "node", why.node(), "mission", why.mission()));
            fields.put("theirs", why.theirs());
        } else if (request instanceof Request.Petname petname) {
            fields.putAll(Map.of("do", "petname", "name", petname.name()));
            put(fields, "node", petname.node());
        } else if (request instanceof Request.Signed signed) {
            fields.put("do", signed.papers().label());
            put(fields, "node", signed.node());
            put(fields, "file", signed.file());
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Optional<String> value) {
        value.ifPresent(text -> fields.put(name, text));
    }
}
