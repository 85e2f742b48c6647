package io.comity.proxy;

import io.comity.session.Link;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.Farewell;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.time.Duration;

/** Sends an authenticated peer away with a reason, and hears nothing of it. */
public final class Dismissal implements LinkPort {
    private static final int BYE_BYTES = 32;

    private final Link link;
    private final byte[] bye;
    private boolean said;

    private Dismissal(Link link, Farewell why, Duration retry) {
        this.link = link;
        CborWriter out = new CborWriter(BYE_BYTES, BYE_BYTES);
        UrMessages.write(out, new UrMessage.Bye(why.code(), retry.toMillis()));
        this.bye = out.toByteArray();
    }

    /**
     * @param retry when dialling again may help
     */
    public static void say(Link link, Wire wire, Farewell why, Duration retry) {
        wire.attach(new Dismissal(link, why, retry));
        wire.wake();
    }

    @Override
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        if (said) {
            return 0;
        }
        said = true;
        return Math.max(0, link.sealer().seal(aad, aadLength, bye, 0, bye.length, out, offset));
    }

    @Override
    public boolean hasMore() {
        return !said;
    }

    /** Whatever it is, it comes too late, and it is no fault. */
    @Override
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        return true;
    }
}
