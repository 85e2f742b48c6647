package io.comity.proxy;

import io.comity.selection.Preference;

/**
 * Which transports may carry what a session has to say: messages that may take only some bind it until their last is acknowledged,
 * since their records may have to be sealed again. Guarded by {@link Session#sending}.
 */
final class Bond {
    private Preference preference = Preference.ANY;
    /** The record whose acknowledgement ends it; 0 while that is not sealed yet. */
    private long until;

    Preference preference() {
        return preference;
    }

    boolean admits(String transport) {
        return preference.admits(transport);
    }

    /** One more message waits that takes only {@code wanted}; there is a transport that this bond admits too. */
    void tighten(Preference wanted) {
        preference = preference.and(wanted);
        until = 0;
    }

    /** Whether a message that binds may still wait to be sealed. */
    boolean isOpen() {
        return until == 0 && !preference.isAny();
    }

    /** Everything that waited is in records up to this one. */
    void sealed(long newest) {
        until = newest;
    }

    /** Records up to this one were acknowledged. */
    void acknowledged(long newest) {
        if (until > 0 && newest >= until) {
            preference = Preference.ANY;
            until = 0;
        }
    }
}
