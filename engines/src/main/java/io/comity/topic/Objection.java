package io.comity.topic;

/** Why a batch, or whoever says it, is not taken. */
public enum Objection {
    /** Nobody has shown yet that this publisher may publish: show its key and its chain first. */
    NOT_INTRODUCED(false),
    /** It is of another topic. */
    OTHER_TOPIC(true),
    /** Its chain or its key is not what it says, or gives no right to publish here. */
    NO_RIGHT(true),
    /** The chain, or the publisher's word for its key, is past its time. */
    EXPIRED(false),
    /** Its time is further ahead than any honest clock. */
    FROM_THE_FUTURE(false),
    /** Its time is before that of an earlier message, or its epoch before one that is over. */
    BACKWARDS(false),
    /** The topic's owner took the right back before it. */
    CUT(false),
    /** The chain does not allow this type, or a body of this length. */
    NOT_ALLOWED(true),
    /** Its times say that its publisher was faster than its chain lets it. */
    TOO_FAST(true),
    /** It is not signed by the key that it says. */
    FORGED(true),
    /** Somebody else than the topic's owner brings it, without the owner's word that it took it. */
    NOT_ENDORSED(true),
    /** Its publisher was seen to say two things at once. */
    LIAR(false),
    /** It is so far behind what its publisher said last that nobody knows any more whether it is new. */
    TOO_OLD(false),
    /** No more publishers can be remembered, or no more messages taken now. */
    OVERLOADED(false),
    /** Whoever keeps the topic has no room for it on its disk. */
    DISK_FULL(false),
    /** Whoever keeps the topic cannot, and its owner has to look. */
    NOT_KEPT(false),
    /** It cannot be written as its protocol says, or is longer than a message may be; it never left its publisher. */
    UNSENDABLE(false);

    private final boolean isOfForwarder;

    Objection(boolean isOfForwarder) {
        this.isOfForwarder = isOfForwarder;
    }

    /** Whether no honest node would have passed it on, whatever its clock and whatever it has not heard yet. */
    public boolean isOfForwarder() {
        return isOfForwarder;
    }
}
