package io.comity.node;

import io.comity.control.ControlException;
import io.comity.control.Limits;
import io.comity.control.Reply;
import io.comity.control.Request;
import io.comity.control.Times;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.inquiry.HeldGrant;
import io.comity.inquiry.MissionOutline;
import io.comity.inquiry.Overview;
import io.comity.inquiry.WhyNot;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.Kind;
import io.comity.mission.MissionException;
import io.comity.petname.PetnameException;
import io.comity.router.Revoking;
import io.comity.store.StoreException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Does what the owner of a node asks of it, and says what came of it; the same for a node that runs and one that was opened. */
final class Deeds implements Function<Request, Reply> {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{8,64}");
    private static final int ID_HEX = 64;
    private static final String CERTIFICATE = "grant1";

    private final Node node;
    private final String name;
    private final boolean isRunning;
    private final List<String> reachedAt;
    private final NodeNames names;
    private final Accounts accounts;
    private final SignedPapers papers;

    /**
     * @param isRunning whether this is the process that runs the node's engines
     * @param reachedAt where the node will listen, as far as that is known while it does not run
     */
    Deeds(Node node, String name, boolean isRunning, List<String> reachedAt) {
        this.node = node;
        this.name = name;
        this.isRunning = isRunning;
        this.reachedAt = List.copyOf(reachedAt);
        this.names = new NodeNames(node);
        this.accounts = new Accounts(node, names, isRunning);
        this.papers = new SignedPapers(node, names);
    }

    @Override
    public Reply apply(Request request) {
        try {
            return new Reply(done(request));
        } catch (ControlException
                | MissionException
                | InvitationException
                | PetnameException
                | StoreException
                | IllegalArgumentException refused) {
            return Reply.failed(String.valueOf(refused.getMessage()));
        } catch (RuntimeException unexpected) {
            node.system().log().error("what the owner asked for was not done", unexpected);
            return Reply.failed("node " + name + " could not do this ("
                    + unexpected.getClass().getSimpleName() + "); its log says more");
        }
    }

    private Map<String, Object> done(Request request) {
        if (request instanceof Request.Self) {
            return accounts.self(name);
        } else if (request instanceof Request.Missions) {
            return accounts.missions();
        } else if (request instanceof Request.Grants) {
            return accounts.grants();
        } else if (request instanceof Request.WhoCan who) {
            who.mission().ifPresent(this::requireMission);
            return accounts.whoCan(who.mission(), who.engine());
        } else if (request instanceof Request.WhyNot why) {
            return accounts.whyNot(names.resolve(why.node()), why.mission(), why.theirs(), name);
        } else if (request instanceof Request.Grant grant) {
            return grant(grant);
        } else if (request instanceof Request.Invite invite) {
            return invite(invite);
        } else if (request instanceof Request.Accept accept) {
            return accept(accept);
        } else if (request instanceof Request.Revoke revoke) {
            return revoke(revoke);
        } else if (request instanceof Request.Signed signed) {
            return papers.of(signed);
        }
        return petname((Request.Petname) request);
    }

    private void requireMission(String mission) {
        Overview overview = node.missions().overview(Optional.empty());
        if (overview.mission(mission).isEmpty()) {
            throw new ControlException((isRunning
                            ? ""
                            : "node " + name + " is not running, so only the missions of its"
                                    + " settings and of earlier grants are known: ")
                    + WhyNot.noSuchMission(overview, mission));
        }
    }

    /** Kinds that the mission does not have would leave less than was meant, in silence. */
    private Caveats limits(String mission, Limits limits) {
        Caveats caveats = limits.caveats(Instant.now());
        node.missions()
                .overview(Optional.empty())
                .mission(mission)
                .ifPresent(outline -> caveats.kinds().forEach(kind -> requireKind(outline, kind)));
        return caveats;
    }

    private static void requireKind(MissionOutline mission, Kind kind) {
        mission.missing(kind).ifPresent(why -> {
            throw new ControlException(why);
        });
    }

    private Map<String, Object> grant(Request.Grant grant) {
        requireMission(grant.mission());
        NodeId holder = names.resolve(grant.holder());
        Caveats limits = limits(grant.mission(), grant.limits());
        Chain made = node.missions().define(grant.mission()).grant(holder, limits);
        return Map.of(
                "mission", grant.mission(),
                "holder", holder.text(),
                "petname", names.petname(holder),
                "id", made.id().toHex(),
                "limits", made.caveats().describe(),
                "certificate", made.text());
    }

    private Map<String, Object> invite(Request.Invite invite) {
        if (!isRunning && reachedAt.isEmpty()) {
            throw new ControlException(
                    "node " + name + " is not running, and listens at whichever port is free when it"
                            + " does, so an invitation could not say where; start its program, or set a port in its comity.conf");
        }
        requireMission(invite.mission());
        Caveats limits = limits(invite.mission(), invite.limits());
        Invitation made = node.missions().define(invite.mission()).invite(invite.lifetime(), invite.uses(), limits);
        return Map.of(
                "mission", invite.mission(),
                "expires", made.ticket().expiresAt().toString(),
                "uses", made.ticket().uses(),
                "limits", made.describe(),
                "addresses", made.addresses(),
                "invitation", made.text());
    }

    private Map<String, Object> accept(Request.Accept accept) {
        Handed handed = Handed.read(accept.text(), Instant.now());
        if (handed.isKey() && !isRunning) {
            throw new ControlException(
                    "node " + name + " is not running, and a mission key is proven in each session by"
                            + " the process that has it; start its program, then accept it");
        }
        Chain held = accept.petname().map(petname -> acceptAs(petname, handed)).orElseGet(() -> handed.takeTo(node));
        return Map.of(
                "issuer", handed.owner().text(),
                "petname", names.petname(handed.owner()),
                "mission", held.root().mission(),
                "limits", held.caveats().describe(),
                "id", held.id().toHex(),
                "certificate", held.text());
    }

    /** A name that cannot be given is told before anything is used up. */
    private Chain acceptAs(String petname, Handed handed) {
        boolean isNew = node.petnames().find(petname).isEmpty();
        node.petnames().set(petname, handed.owner());
        boolean isAccepted = false;
        try {
            Chain held = handed.takeTo(node);
            isAccepted = true;
            return held;
        } finally {
            if (!isAccepted && isNew) {
                node.petnames().remove(petname);
            }
        }
    }

    private Map<String, Object> revoke(Request.Revoke revoke) {
        Revoking what = revoking(revoke);
        List<HeldGrant> before = node.missions().grants();
        node.missions().revoke(what);
        Set<Bytes> after = node.missions().grants().stream().map(HeldGrant::id).collect(Collectors.toSet());
        Set<Bytes> ended = new HashSet<>(before.stream().map(HeldGrant::id).toList());
        ended.removeAll(after);
        return Map.of(
                "what", revoke.what().label(),
                "subject", revoke.subject(),
                "ended", ended.size());
    }

    private Revoking revoking(Request.Revoke revoke) {
        return switch (revoke.what()) {
            case MISSION -> {
                requireMission(revoke.subject());
                yield new Revoking.OfMission(revoke.subject());
            }
            case GRANT -> new Revoking.OfGrant(grantId(revoke.subject()));
            case HOLDER -> new Revoking.OfHolder(names.resolve(revoke.subject()));
            case ISSUED_BEFORE ->
                new Revoking.IssuedBefore(Times.past("issued-before", revoke.subject(), Instant.now()));
            case EVERYTHING -> new Revoking.Everything();
        };
    }

    private Bytes grantId(String text) {
        if (text.startsWith(CERTIFICATE)) {
            Parsed<Chain> parsed = Chain.parse(text, Instant.now());
            return parsed.toOptional()
                    .map(Chain::id)
                    .orElseThrow(() -> new ControlException(
                            "this certificate cannot be read: " + ((Parsed.Refused<Chain>) parsed).reason()));
        }
        if (!HEX.matcher(text).matches()) {
            throw new ControlException(
                    "\"" + text + "\" is no grant; write at least 8 letters of its id, see grants, or its certificate");
        }
        List<Bytes> begun = node.missions().grants().stream()
                .map(HeldGrant::id)
                .filter(id -> id.toHex().startsWith(text))
                .distinct()
                .toList();
        if (begun.size() == 1) {
            return begun.get(0);
        }
        if (begun.isEmpty() && text.length() == ID_HEX) {
            return Bytes.ofHex(text);
        }
        throw new ControlException(
                begun.isEmpty()
                        ? "no grant that stands has an id that begins with " + text + "; see grants"
                        : begun.size() + " grants have an id that begins with " + text + "; write more of it");
    }

    private Map<String, Object> petname(Request.Petname petname) {
        if (petname.node().isPresent()) {
            node.petnames().set(petname.name(), names.resolve(petname.node().get()));
            return Map.of(
                    "petname",
                    petname.name(),
                    "node",
                    names.resolve(petname.name()).text());
        }
        NodeId was = names.resolve(petname.name());
        node.petnames().remove(petname.name());
        return Map.of("removed", petname.name(), "node", was.text());
    }
}
