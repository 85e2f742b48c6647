package io.comity.advert;

import java.util.Locale;

/** Why an advert changes nothing. */
public enum Refusal {
    /** Longer than {@link NodeAdvert#MAX_SIGNED_BYTES}. */
    TOO_LARGE,
    /** Not a canonical advert, or one of a newer Comity. */
    MALFORMED,
    /** Not signed by the node it names, or that is not a sound key. */
    FORGED,
    /** Its time is over. */
    EXPIRED,
    /** Issued later than clocks may differ, {@link AdvertTable#MAX_SKEW}. */
    FROM_THE_FUTURE,
    /** Meant to last longer than {@link AdvertTable#MAX_LIFETIME}. */
    LASTS_TOO_LONG,
    /** One of the same or a later version is known. */
    STALE,
    /** Of a later version than the known one, yet from before its node's last known start. */
    ROLLED_BACK,
    /** About another node, from one that is not trusted to speak of others. */
    HEARSAY,
    /** This node's own, which it knows best itself. */
    OWN,
    /** Signed with this node's key by a boot after this one: another process has the key. */
    OWN_OF_LATER_BOOT,
    /** There is no room, and everyone in the table matters more. */
    FULL;

    /** Lower case, as it appears in the log. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
