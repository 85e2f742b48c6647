package io.comity.detached;

/** Answers that are the same for everybody, whatever the cause: nothing is learned from them. Never signed. */
public enum Refusal {
    /** It is no call of this protocol, or larger than one may be. */
    MALFORMED(400),
    /** No signature, or none that holds. */
    UNSIGNED(401),
    /** Its key holds no grant here, or none for this; or there is no such engine or message; or it is for another node. */
    DENIED(403),
    /** Too many calls wait to be looked at. Nothing was looked at. */
    BUSY(503);

    private final int httpStatus;

    Refusal(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
