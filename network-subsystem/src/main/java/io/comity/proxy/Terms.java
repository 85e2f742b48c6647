package io.comity.proxy;

import io.comity.selection.Preference;
import io.comity.wire.UrMessage;

/**
 * What a session is to heed for one message.
 *
 * @param preference the transports it may take
 * @param deadlineMillis on this side's {@link Clock}, or {@link UrMessage#NO_DEADLINE}
 * @param reply the ref of this side to which its answer goes, or {@link UrMessage#NO_REPLY}
 */
record Terms(Preference preference, long deadlineMillis, long reply) {
    static final Terms NONE = new Terms(Preference.ANY, UrMessage.NO_DEADLINE);

    Terms(Preference preference, long deadlineMillis) {
        this(preference, deadlineMillis, UrMessage.NO_REPLY);
    }

    Terms answeredAt(long ref) {
        return ref == reply ? this : new Terms(preference, deadlineMillis, ref);
    }
}
