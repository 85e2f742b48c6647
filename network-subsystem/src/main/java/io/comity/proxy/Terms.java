package io.comity.proxy;

import io.comity.selection.Preference;
import io.comity.wire.UrMessage;

/**
 * What a session is to heed for one message.
 *
 * @param preference the transports it may take
 * @param deadlineMillis on this side's {@link Clock}, or {@link UrMessage#NO_DEADLINE}
 */
record Terms(Preference preference, long deadlineMillis) {
    static final Terms NONE = new Terms(Preference.ANY, UrMessage.NO_DEADLINE);
}
