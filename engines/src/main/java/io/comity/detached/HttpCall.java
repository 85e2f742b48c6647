package io.comity.detached;

import io.comity.identity.Bytes;

/**
 * What a PUT consists of, as far as its signature covers it; each header exactly once.
 *
 * @param path as it was sent, {@code /node/engine/type}
 */
public record HttpCall(
        String path,
        String contentType,
        String contentDigest,
        String comityCall,
        String signatureInput,
        String signature,
        Bytes body) {
    public static final String CONTENT_TYPE = "content-type";
    public static final String CONTENT_DIGEST = "content-digest";
    public static final String COMITY_CALL = "comity-call";
    public static final String SIGNATURE_INPUT = "signature-input";
    public static final String SIGNATURE = "signature";

    public static final String CBOR = "application/cbor";
    public static final String JSON = "application/json";

    public boolean isJson() {
        return contentType.equals(JSON);
    }
}
