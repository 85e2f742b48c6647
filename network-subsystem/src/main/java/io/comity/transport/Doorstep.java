package io.comity.transport;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Hears a wire that was accepted: at first for whoever lets guests in, then for the connection that was made of it. */
final class Doorstep implements FrameReceiver {
    private final Wire wire;
    private final long sinceNanos;
    private final ActorRef<TransportProtocol.Command> porter;
    private volatile @Nullable FrameReceiver inside;
    private @Nullable String ended;

    /** @param porter is told what is heard until somebody enters */
    Doorstep(Wire wire, long sinceNanos, ActorRef<TransportProtocol.Command> porter) {
        this.wire = wire;
        this.sinceNanos = sinceNanos;
        this.porter = porter;
    }

    Wire wire() {
        return wire;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** From now on another hears it, also that the wire had ended already. */
    synchronized void enter(FrameReceiver entered) {
        inside = entered;
        if (ended != null) {
            entered.closed(ended);
        }
    }

    /** Those who stand outside have one frame, so none comes between. */
    @Override
    public void frame(byte[] frame) {
        FrameReceiver entered = inside;
        if (entered == null) {
            porter.tell(new TransportProtocol.Spoke(wire, frame));
        } else {
            entered.frame(frame);
        }
    }

    @Override
    public void refused(String cause) {
        FrameReceiver entered = inside;
        if (entered == null) {
            end(cause);
        } else {
            entered.refused(cause);
        }
    }

    @Override
    public void closed(String cause) {
        end(cause);
    }

    private synchronized void end(String cause) {
        FrameReceiver entered = inside;
        if (entered != null) {
            entered.closed(cause);
        } else if (ended == null) {
            ended = cause;
            porter.tell(new TransportProtocol.Fell(wire, cause));
        }
    }
}
