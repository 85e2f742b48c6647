package io.comity.pubsub;

import io.comity.topic.Slot;

/** What whoever publishes a message waits for; told once, on some thread. */
public interface Promise {
    /** How many nodes are to store it, 1 or more. */
    int holders();

    /** So many have stored it; it would survive a loss of power at each of them. */
    void stored(Slot slot);

    /** It is not known to be stored by so many; it may be all the same. */
    void failed(String why);
}
