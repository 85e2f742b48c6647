package io.comity.transport.artery.guard;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import akka.remote.artery.OutboundHandshake;
import scala.Option;

/** What Artery remembers of other systems, and how to make it forget. */
public final class Associations {
    private final RemoteActorRefProvider provider;
    private final ArteryTransport artery;

    public Associations(ExtendedActorSystem system) {
        this.provider = (RemoteActorRefProvider) system.provider();
        this.artery = (ArteryTransport) provider.transport();
    }

    /** Quarantine is how Artery is told to forget; where it never met {@code uid} there is nothing to forget. */
    public void forget(Address address, long uid) {
        if (artery.association(uid) != null) {
            provider.quarantine(address, Option.apply(uid), "a stranger left");
        }
    }

    /**
     * Whether what is sent to {@code address} goes anywhere. If not, because somebody who said that it is there was forgotten,
     * whoever is there is greeted, and when it answers the way is free.
     */
    public boolean isUsable(Address address) {
        if (artery.isShutdown()) {
            return false;
        }
        boolean usable = !artery.association(address).associationState().isQuarantined();
        if (!usable) {
            artery.sendControl(address, new OutboundHandshake.HandshakeReq(artery.localAddress(), address));
        }
        return usable;
    }
}
