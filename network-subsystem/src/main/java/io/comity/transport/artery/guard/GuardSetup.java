package io.comity.transport.artery.guard;

import akka.actor.setup.Setup;

/** Hands the doorkeeper to the {@link HardenedProvider} of one ActorSystem. */
public final class GuardSetup extends Setup {
    private final Doorkeeper doorkeeper;

    public GuardSetup(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }
}
