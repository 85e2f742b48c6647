package io.comity.desk.http;

import io.comity.desk.Form;
import io.comity.desk.Result;
import io.comity.detached.Claim;
import io.comity.detached.HttpCall;
import io.comity.detached.HttpSignatures;
import io.comity.detached.JsonBody;
import io.comity.detached.Refusal;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One PUT. A header that is there twice is as bad as none. */
final class PutForm implements Form {
    private final @Nullable HttpCall call;
    private final Consumer<Result> done;

    private PutForm(@Nullable HttpCall call, Consumer<Result> done) {
        this.call = call;
        this.done = done;
    }

    static PutForm of(FullHttpRequest request, Consumer<Result> done) {
        boolean isPut = request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.PUT)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !request.headers().contains(HttpHeaderNames.CONTENT_ENCODING)
                && request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH).size() == 1;
        return new PutForm(isPut ? call(request) : null, done);
    }

    private static HttpCall call(FullHttpRequest put) {
        return new HttpCall(
                put.uri(),
                header(put, HttpCall.CONTENT_TYPE),
                header(put, HttpCall.CONTENT_DIGEST),
                header(put, HttpCall.COMITY_CALL),
                header(put, HttpCall.SIGNATURE_INPUT),
                header(put, HttpCall.SIGNATURE),
                Bytes.of(ByteBufUtil.getBytes(put.content())));
    }

    private static String header(FullHttpRequest put, String name) {
        List<String> values = put.headers().getAll(name);
        return values.size() == 1 ? values.get(0) : "";
    }

    /** Something that is no request of ours. */
    static PutForm broken(Consumer<Result> done) {
        return new PutForm(null, done);
    }

    @Override
    public Claim read(NodeId self) {
        return call == null ? new Claim.Refused(Refusal.MALFORMED) : HttpSignatures.read(call, self);
    }

    @Override
    public Optional<byte[]> cbor(Bytes body) {
        return isJson() ? JsonBody.toCbor(body.toArray()) : Optional.of(body.toArray());
    }

    boolean isJson() {
        return call != null && call.isJson();
    }

    boolean isPut() {
        return call != null;
    }

    /** The Signature header that the answer refers to. */
    String signature() {
        return call == null ? "" : call.signature();
    }

    @Override
    public void done(Result result) {
        done.accept(result);
    }
}
