package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/**
 * Stock Akka remoting as its users set it up: Artery over TCP, or over TLS with mutual authentication; compression on,
 * nothing signed; only the serializer is ours, because the stock ones would make it slower than it needs to be.
 */
final class PlainArtery implements Endpoint {
    private final ActorSystem<Void> system;

    private PlainArtery(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Over plain TCP on a free loopback port. */
    static PlainArtery overTcp(String name) {
        return new PlainArtery(ActorSystem.create(Behaviors.empty(), name, settings(Map.of())));
    }

    /** Over TLS, with {@code identity} as both key and only trusted certificate. */
    static PlainArtery overTls(String name, SelfSigned identity) {
        return new PlainArtery(ActorSystem.create(Behaviors.empty(), name, settings(tls(identity))));
    }

    @Override
    public ActorSystem<?> system() {
        return system;
    }

    @Override
    public String offer() {
        ActorRef<Sink.Command> sink = system.systemActorOf(Sink.create(), "sink", Props.empty());
        return ActorRefResolver.get(system).toSerializationFormat(sink);
    }

    @Override
    public ActorRef<Sink.Command> reach(String offer) {
        return ActorRefResolver.get(system).resolveActorRef(offer);
    }

    @Override
    public void close() {
        system.terminate();
    }

    private static Map<String, ?> tls(SelfSigned identity) {
        String ssl = "akka.remote.artery.ssl.config-ssl-engine.";
        return Map.of(
                "akka.remote.artery.transport",
                "tls-tcp",
                ssl + "protocol",
                "TLSv1.3",
                ssl + "enabled-algorithms",
                List.of("TLS_AES_128_GCM_SHA256"),
                ssl + "key-store",
                identity.keyStore().toString(),
                ssl + "trust-store",
                identity.keyStore().toString(),
                ssl + "key-store-password",
                SelfSigned.PASSWORD,
                ssl + "key-password",
                SelfSigned.PASSWORD,
                ssl + "trust-store-password",
                SelfSigned.PASSWORD);
    }

    private static Config settings(Map<String, ?> more) {
        return ConfigFactory.parseMap(more)
                .withFallback(ConfigFactory.parseString("""
                        akka {
                          actor {
                            provider = remote
                            serializers.bench = "io.comity.bench.BenchSerializer"
                            serialization-bindings {
                              "io.comity.bench.Sink$Command" = bench
                              "io.comity.bench.Sink$Answer" = bench
                              "io.comity.bench.Source$Credit" = bench
                            }
                          }
                          remote.artery {
                            transport = tcp
                            canonical { hostname = "127.0.0.1", port = 0 }
                          }
                          loglevel = WARNING
                          stdout-loglevel = OFF
                          loggers = ["akka.event.slf4j.Slf4jLogger"]
                          logging-filter = "akka.event.slf4j.Slf4jLoggingFilter"
                          log-dead-letters = off
                          log-dead-letters-during-shutdown = off
                          coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        }
                        """))
                .withFallback(ConfigFactory.load());
    }
}
