package io.comity.detached;

/** Opens what is signed of a PUT to the fuzzers, who are of another package. */
public final class SignatureBase {
    private SignatureBase() {}

    /** @param parameters of the Signature-Input header, without its label */
    public static byte[] of(HttpCall put, String parameters) {
        return HttpSignatures.callBase(put, parameters);
    }
}
