package io.comity.transport.artery;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.comity.artery.SerializerTable;

/** The configuration of a transport's ActorSystem: Akka's own, hardened; what a user configures for Akka never reaches it. */
final class ArteryConfig {
    private static final String HARDENED = "io/comity/transport/artery/artery.conf";

    private ArteryConfig() {}

    static Config at(ArteryKind kind, String host, int port) {
        ClassLoader loader = ArteryConfig.class.getClassLoader();
        Config hardened = ConfigFactory.parseResources(loader, HARDENED)
                .withValue("akka.remote.artery.transport", ConfigValueFactory.fromAnyRef(kind.akka()))
                .withValue("akka.remote.artery.canonical.hostname", ConfigValueFactory.fromAnyRef(host))
                .withValue("akka.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(port));
        return SerializerTable.withoutBindings(
                hardened.withFallback(ConfigFactory.defaultReference(loader)).resolve());
    }
}
