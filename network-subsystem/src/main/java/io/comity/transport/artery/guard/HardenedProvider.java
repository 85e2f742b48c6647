package io.comity.transport.artery.guard;

import akka.actor.ActorSystem;
import akka.actor.DynamicAccess;
import akka.actor.ExtendedActorSystem;
import akka.event.EventStream;
import akka.remote.RemoteActorRefProvider;
import akka.remote.RemoteTransport;
import akka.remote.artery.ArterySettings;
import akka.remote.artery.ArteryTransport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Akka's provider for remoting, with a guarded transport in the place of Akka's. Akka makes its own in {@code init} and asks
 * for it by {@link #transport} before it starts it; the first call puts ours there. Akka makes the provider by reflection.
 */
public final class HardenedProvider extends RemoteActorRefProvider {
    private @Nullable RemoteTransport hardened;

    public HardenedProvider(
            String systemName, ActorSystem.Settings settings, EventStream eventStream, DynamicAccess access) {
        super(systemName, settings, eventStream, access);
    }

    @Override
    public RemoteTransport transport() {
        RemoteTransport ours = hardened;
        if (ours == null) {
            ours = guarded(super.transport());
            hardened = ours;
            Object internals = Inside.get(RemoteActorRefProvider.class, this, "_internals");
            Inside.set(internals.getClass(), internals, "transport", ours);
        }
        return ours;
    }

    private RemoteTransport guarded(RemoteTransport stock) {
        ExtendedActorSystem system = stock.system();
        Doorkeeper doorkeeper = system.settings()
                .setup()
                .get(GuardSetup.class)
                .map(GuardSetup::doorkeeper)
                .orElseThrow(() -> new IllegalStateException("nobody said who keeps the door"));
        ArterySettings.Transport kind = remoteSettings().Artery().Transport();
        if (kind == ArterySettings.AeronUpd$.MODULE$) {
            return new HardenedAeron(system, this, doorkeeper);
        }
        return new HardenedTcp(system, this, doorkeeper, kind == ArterySettings.TlsTcp$.MODULE$);
    }

    /** What is missing in {@code system}; nothing, when the transport that Akka runs is one of ours. */
    public static Optional<String> flaw(ExtendedActorSystem system) {
        if (!(system.provider() instanceof HardenedProvider provider)) {
            return Optional.of("Akka's own provider is in charge");
        }
        Object internals = Inside.get(RemoteActorRefProvider.class, provider, "_internals");
        Object running = Inside.get(internals.getClass(), internals, "transport");
        boolean ours = running == provider.hardened && running instanceof ArteryTransport;
        return ours ? Optional.empty() : Optional.of("Akka's own transport is running");
    }
}
