package io.comity.artery;

/** What Artery hands to the gateway once a packet has been dealt with: nothing. */
public enum Delivered {
    INSTANCE
}
