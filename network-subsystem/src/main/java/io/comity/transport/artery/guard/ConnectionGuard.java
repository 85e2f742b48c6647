package io.comity.transport.artery.guard;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in one inbound connection, before Artery's framing: takes the greeting, then shows every byte to a
 * {@link FrameGuard}. Whoever breaks a rule, or has not greeted in {@link #DEADLINE}, loses this connection, and what came
 * with the violation goes nowhere.
 */
final class ConnectionGuard extends GraphStage<FlowShape<ByteString, ByteString>> {
    /** The greeting must be there by then. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Inlet<ByteString> in = Inlet.create("guard.in");
    private final Outlet<ByteString> out = Outlet.create("guard.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final Doorkeeper doorkeeper;
    private final LongSupplier nanoTime;

    ConnectionGuard(Doorkeeper doorkeeper, LongSupplier nanoTime) {
        this.doorkeeper = doorkeeper;
        this.nanoTime = nanoTime;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private final AsyncCallback<Boolean> cut = createAsyncCallback(now -> completeStage());
        private final Doorkeeper.Caller caller = doorkeeper.called(() -> cut.invoke(true));
        private @Nullable Doorstep doorstep = new Doorstep(caller);
        private @Nullable FrameGuard frames;

        Logic() {
            super(shape);
            setHandlers(in, out, new AbstractInOutHandler() {
                @Override
                public void onPush() {
                    arrived(grab(in));
                }

                @Override
                public void onPull() {
                    pull(in);
                }
            });
        }

        @Override
        public void preStart() {
            scheduleOnce(DEADLINE, DEADLINE);
        }

        @Override
        public void onTimer(Object overdue) {
            if (doorstep != null) {
                refuse(Refusal.CERTIFICATE);
            }
        }

        @Override
        public void postStop() {
            caller.closed();
        }

        private void arrived(ByteString bytes) {
            Doorstep greeting = doorstep;
            if (greeting == null) {
                pass(bytes);
                return;
            }
            ByteBuffer plain = bytes.asByteBuffer();
            Optional<Refusal> refusal = greeting.read(plain);
            if (refusal.isPresent()) {
                refuse(refusal.get());
            } else if (greeting.isDone()) {
                doorstep = null;
                pass(greeting.forArtery().concat(bytes.drop(plain.position())));
            } else {
                pull(in);
            }
        }

        private void pass(ByteString bytes) {
            FrameGuard guard = frames;
            if (guard == null) {
                Endpoint self = doorkeeper.self().orElseThrow();
                guard = new FrameGuard(new CanonicalHeader(self), caller.uid(), caller::stream, nanoTime);
                frames = guard;
            }
            Optional<Refusal> refusal = guard.read(bytes.asByteBuffer());
            if (refusal.isPresent()) {
                refuse(refusal.get());
            } else {
                push(out, bytes);
            }
        }

        private void refuse(Refusal refusal) {
            doorkeeper.refused(refusal);
            completeStage();
        }
    }
}
