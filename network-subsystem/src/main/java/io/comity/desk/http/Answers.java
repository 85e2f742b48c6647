package io.comity.desk.http;

import io.comity.detached.Answer;
import io.comity.detached.HttpAnswer;
import io.comity.detached.HttpCall;
import io.comity.detached.HttpSignatures;
import io.comity.detached.JsonReply;
import io.comity.detached.Outcome;
import io.comity.detached.Refusal;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/** Answers as HTTP responses. */
final class Answers {
    private Answers() {}

    /** The longest refusal, and `100 Continue` before it: whoever has said fewer bytes gets none, so that nobody hears more than it said. */
    static final int MAX_REFUSAL_BYTES = 100;

    /** The same bytes for every refusal of one kind; the connection ends with it. */
    static FullHttpResponse refusal(Refusal why) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(why.httpStatus()), Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** The signed answer to {@code put}, in the type of its body. */
    static FullHttpResponse signed(KeyHolder node, PutForm put, Answer answer) {
        if (!put.isJson() || answer.body().size() == 0) {
            return response(node, put, answer, answer.body().toArray());
        }
        Optional<byte[]> json = JsonReply.of(answer.body().toArray());
        return json.isPresent()
                ? response(node, put, answer, json.get())
                : response(node, put, unsendable(answer), new byte[0]);
    }

    private static Answer unsendable(Answer answer) {
        return new Answer(Outcome.UNSENDABLE, answer.epoch(), answer.created(), "", Bytes.EMPTY);
    }

    private static FullHttpResponse response(KeyHolder node, PutForm put, Answer answer, byte[] body) {
        HttpAnswer signed =
                HttpSignatures.sign(node, put.signature(), answer, put.isJson() ? HttpCall.JSON : HttpCall.CBOR, body);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(signed.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpCall.CONTENT_TYPE, signed.contentType())
                .set(HttpCall.CONTENT_DIGEST, signed.contentDigest())
                .set(HttpAnswer.COMITY_ANSWER, signed.comityAnswer())
                .set(HttpCall.SIGNATURE_INPUT, signed.signatureInput())
                .set(HttpCall.SIGNATURE, signed.signature());
        return response;
    }
}
