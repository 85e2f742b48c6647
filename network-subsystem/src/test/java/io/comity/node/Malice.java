package io.comity.node;

import java.io.IOException;

/** One way in which a peer that was let in, by its own key and with grants of its own, tries to do more than it may or to harm others. */
interface Malice {
    /** Goes on while {@link Mallory#goesOn}. That it is cut off is no failure. */
    void act(Mallory mallory) throws IOException;
}
