package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.session.Link;
import io.comity.session.Local;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake promises: the properties that the analysis of WireGuard names (Dowling and Paterson, "A Cryptographic Analysis
 * of the WireGuard Protocol", ACNS 2018; Donenfeld and Milner, "Formal Verification of the WireGuard Protocol"), for our
 * handshake. Each is judged in every state.
 */
enum Check {
    /**
     * Whoever dialled a node has that node, and whoever believes to talk with an honest node does, in a conversation of which both
     * saw the same frames.
     */
    MUTUAL_AUTHENTICATION {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            Person dialled = each.seat().dials();
            return (dialled == null || dialled.equals(bond.peer()))
                    && (!now.isTrustworthy(bond) || now.isExposed(bond.owner()) || bond.isWithPeer());
        }
    },

    /** Whoever has a link knows that the other side has its keys. */
    KEY_CONFIRMATION {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            return !now.isTrustworthy(bond) || !bond.isWithPeer() || bond.isConfirmed();
        }
    },

    /** Who has all long-term keys reads nothing that was said before; who has the keys of a link, nothing from before a rekey. */
    FORWARD_SECRECY {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            return !now.isTrustworthy(bond) || !bond.isWithPeer() || !now.isReadLater(bond) && bond.isForgetful();
        }
    },

    /** Who has a node's long-term keys can be that node, but nobody else towards it. */
    KEY_COMPROMISE_IMPERSONATION {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            return !now.isTrustworthy(bond) || !now.isExposed(bond.owner()) || bond.isWithPeer();
        }
    },

    /** Two ends that share keys agree on who they are, and who dialled. */
    UNKNOWN_KEY_SHARE {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            return now.sharing(each).stream()
                    .map(Moment::bond)
                    .allMatch(other -> other != null
                            && bond.peer().equals(other.owner())
                            && other.peer().equals(bond.owner())
                            && bond.link().initiator() != other.link().initiator());
        }
    },

    /** No frame counts twice: not for another link, and each record once, in order, in its own direction. */
    REPLAY {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            boolean isOnce = now.sharing(each).size() <= 1;
            Moment other = bond.other();
            String speaker = other != null ? other.seat().name() : "mallory";
            List<String> due = new ArrayList<>();
            for (int i = 0; i < each.opened().size(); i++) {
                due.add(speaker + "#" + i);
            }
            return isOnce && each.opened().equals(due);
        }
    },

    /**
     * No frame names an honest node in clear. What is sealed for others is not to be read by an attacker, but for the name of a
     * responder, which whoever dials it may learn: that is Noise XX as designed.
     */
    IDENTITY_HIDING {
        @Override
        @Nullable
        String broken(Situation now) {
            Frame telling = now.telling();
            return telling == null ? null : telling + " tells whose it is";
        }
    },

    /** Both use the newest version that both speak, what features both have, and the suite that was dialled with. */
    NO_DOWNGRADE {
        @Override
        boolean holds(Situation now, Moment each, Bond bond) {
            if (!now.isTrustworthy(bond) || !bond.isWithPeer()) {
                return true;
            }
            Local one = bond.owner().local();
            Local other = bond.peer().local();
            Link link = bond.link();
            Moment there = Objects.requireNonNull(bond.other());
            return link.version() == Math.min(one.maxVersion(), other.maxVersion())
                    && link.features() == (one.features() & other.features())
                    && link.suite()
                            == (each.seat().isDialling()
                                    ? each.seat().suite()
                                    : there.seat().suite());
        }
    };

    /** One state, as the checks see it. */
    interface Situation {
        List<Moment> seats();

        /** Whether the attacker has this node's long-term keys. */
        boolean isExposed(Person person);

        /** Whether the attacker would read this link if all long-term keys were hers. */
        boolean isReadLater(Bond bond);

        /** A frame on a wire that tells more than it should. */
        @Nullable
        Frame telling();

        /** Whether it is a bond with an honest node that nobody else can be. */
        default boolean isTrustworthy(Bond bond) {
            return bond.peer().isHonest() && !isExposed(bond.peer());
        }

        /** Other ends with the same handshake hash. */
        default List<Moment> sharing(Moment one) {
            Bytes hash = Objects.requireNonNull(one.bond()).hash();
            List<Moment> others = new ArrayList<>(1);
            for (Moment each : seats()) {
                Bond bond = each.bond();
                if (each != one && bond != null && bond.hash().equals(hash)) {
                    others.add(each);
                }
            }
            return others;
        }
    }

    /** Whose bond breaks it, or null. */
    @Nullable
    String broken(Situation now) {
        for (Moment each : now.seats()) {
            Bond bond = each.bond();
            if (bond != null && !holds(now, each, bond)) {
                return each.seat().name() + " believes to have a link with " + bond.peer() + ", has heard "
                        + each.opened();
            }
        }
        return null;
    }

    boolean holds(Situation now, Moment each, Bond bond) {
        return true;
    }
}
