package io.comity.node;

import io.comity.control.ControlException;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.MissionKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What somebody handed over as text, read and checked as far as it can be without its owner: an invitation, a mission key or a
 * grant.
 */
public final class Handed {
    private static final String KEY = "mission key";
    private static final String GRANT = "grant";
    private static final String INVITATION = "invitation";

    private final String what;
    private final NodeId owner;
    private final String mission;
    private final List<String> limits;
    private final Function<Node, Chain> take;

    private Handed(String what, NodeId owner, String mission, List<String> limits, Function<Node, Chain> take) {
        this.what = what;
        this.owner = owner;
        this.mission = mission;
        this.limits = List.copyOf(limits);
        this.take = take;
    }

    /**
     * Reads a text.
     *
     * @throws ControlException when it is none of these, or past its time, in one line
     */
    public static Handed read(String text, Instant now) {
        if (MissionKey.isText(text)) {
            MissionKey key = valid(KEY, MissionKey.parse(text, now));
            return of(KEY, key.chain(), node -> {
                node.present(key);
                return key.chain();
            });
        }
        if (Chain.isText(text)) {
            Chain chain = valid(GRANT, Chain.parse(text, now));
            return of(GRANT, chain, node -> {
                node.present(chain);
                return chain;
            });
        }
        Invitation invitation = valid(INVITATION, Invitation.parse(text));
        if (!now.isBefore(invitation.ticket().expiresAt())) {
            throw new ControlException("this invitation was good until "
                    + invitation.ticket().expiresAt() + "; ask its issuer for a new one");
        }
        return new Handed(
                INVITATION,
                invitation.issuer(),
                invitation.ticket().mission(),
                invitation.describe(),
                node -> node.redeem(invitation));
    }

    private static Handed of(String what, Chain chain, Function<Node, Chain> take) {
        return new Handed(
                what,
                chain.root().owner(),
                chain.root().mission(),
                chain.caveats().describe(),
                take);
    }

    private static <T> T valid(String what, Parsed<T> parsed) {
        if (parsed instanceof Parsed.Refused<T> refused) {
            throw new ControlException("this is not a valid " + what + ": " + refused.reason());
        }
        return ((Parsed.Accepted<T>) parsed).value();
    }

    /** Which of these it is, for people. */
    public String what() {
        return what;
    }

    /** Whose mission it is. */
    public NodeId owner() {
        return owner;
    }

    public String mission() {
        return mission;
    }

    /** What it allows, for people. */
    public List<String> limits() {
        return limits;
    }

    boolean isKey() {
        return what.equals(KEY);
    }

    Chain takeTo(Node node) {
        return take.apply(node);
    }
}
