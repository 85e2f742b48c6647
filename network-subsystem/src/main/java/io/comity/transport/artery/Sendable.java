package io.comity.transport.artery;

import io.comity.artery.Outgoing;

/** What is handed to Artery, and told when Artery threw it away. */
interface Sendable extends Outgoing {
    void lost();
}
