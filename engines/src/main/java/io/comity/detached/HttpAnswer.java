package io.comity.detached;

import io.comity.identity.Bytes;

/** A signed answer as an HTTP response; each field but the status and the body is a header. */
public record HttpAnswer(
        int status,
        String contentType,
        String contentDigest,
        String comityAnswer,
        String signatureInput,
        String signature,
        Bytes body) {
    public static final String COMITY_ANSWER = "comity-answer";

    /** The engine was told, and no reply was wanted. */
    static final int TOLD = 202;

    HttpAnswer signedBy(String made) {
        return new HttpAnswer(status, contentType, contentDigest, comityAnswer, signatureInput, made, body);
    }
}
