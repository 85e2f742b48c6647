package io.comity.desk.grpc;

import io.comity.desk.Desk;
import io.comity.desk.Form;
import io.comity.desk.Result;
import io.comity.detached.AnswerObject;
import io.comity.detached.CallObject;
import io.comity.detached.Claim;
import io.comity.detached.Refusal;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.grpc.Calls;
import io.grpc.Status;
import java.util.Optional;

/** Hands in what came by {@code Call} and {@code Cast}, and signs the answers. */
public final class GrpcDesk implements Calls {
    private final Desk desk;
    private final KeyHolder node;

    public GrpcDesk(Desk desk, KeyHolder node) {
        this.desk = desk;
        this.node = node;
    }

    @Override
    public void take(byte[] message, boolean reply, Calls.Answer answer) {
        desk.take(new ObjectForm(message, reply, answer));
    }

    private final class ObjectForm implements Form {
        private final byte[] object;
        private final boolean reply;
        private final Calls.Answer to;

        ObjectForm(byte[] object, boolean reply, Calls.Answer to) {
            this.object = object;
            this.reply = reply;
            this.to = to;
        }

        @Override
        public Claim read(NodeId self) {
            Claim claim = CallObject.read(object, self);
            boolean otherMethod =
                    claim instanceof Claim.Signed signed && signed.call().reply() != reply;
            return otherMethod ? new Claim.Refused(Refusal.MALFORMED) : claim;
        }

        @Override
        public Optional<byte[]> cbor(Bytes body) {
            return Optional.of(body.toArray());
        }

        @Override
        public void done(Result result) {
            if (result instanceof Result.Answered answered) {
                to.message().accept(AnswerObject.sign(node, answered.call().id(), answered.answer()));
            } else if (result instanceof Result.Refused refused) {
                to.refusal().accept(code(refused.why()));
            }
        }

        private static Status.Code code(Refusal why) {
            return switch (why) {
                case MALFORMED -> Status.Code.INVALID_ARGUMENT;
                case UNSIGNED -> Status.Code.UNAUTHENTICATED;
                case DENIED -> Status.Code.PERMISSION_DENIED;
                case BUSY -> Status.Code.RESOURCE_EXHAUSTED;
            };
        }
    }
}
