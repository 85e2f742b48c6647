package io.comity.transport.artery.guard;

import akka.Done;
import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.remote.artery.ArterySettings;
import akka.remote.artery.ArteryTransport;
import akka.remote.artery.Association;
import akka.remote.artery.EnvelopeBuffer;
import akka.remote.artery.EnvelopeBufferPool;
import akka.remote.artery.OutboundContext;
import akka.remote.artery.tcp.SSLEngineProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import akka.stream.Attributes;
import akka.stream.IgnoreComplete$;
import akka.stream.KillSwitches;
import akka.stream.RestartSettings;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RestartFlow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.jdk.javaapi.DurationConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * The outbound half of {@link HardenedTcp}: frames, behind a prelude and a greeting, on a connection that is made when there
 * is something to send and made again when it breaks. Nobody answers on such a connection; whoever does loses it, inside the
 * part that restarts, so that Artery does not count it against itself.
 */
final class Dialling {
    private static final int CONTROL_RESTARTS = Integer.MAX_VALUE;
    private static final int DATA_RESTARTS = 3;

    /** How long the other side may take to hang up when we are done. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private static final Attributes SILENT =
            Attributes.createLogLevels(Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

    private final ActorSystem system;
    private final ArterySettings settings;
    private final Doorkeeper doorkeeper;
    private final boolean tls;

    Dialling(ActorSystem system, ArterySettings settings, Doorkeeper doorkeeper, boolean tls) {
        this.system = system;
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.tls = tls;
    }

    akka.stream.scaladsl.Sink<EnvelopeBuffer, Future<Done>> sink(
            OutboundContext context, int stream, EnvelopeBufferPool pool) {
        Duration backoff = DurationConverters.toJava(settings.Advanced().OutboundRestartBackoff());
        int restarts = stream == FrameGuard.CONTROL ? CONTROL_RESTARTS : DATA_RESTARTS;
        RestartSettings again =
                RestartSettings.create(backoff, backoff.multipliedBy(5), 0.1).withMaxRestarts(restarts, backoff);
        return Flow.of(EnvelopeBuffer.class)
                .map(envelope -> framed(envelope, pool))
                .via(RestartFlow.withBackoff(again, () -> attempt(context, stream))
                        .addAttributes(SILENT))
                .toMat(Sink.ignore(), Keep.right())
                .mapMaterializedValue(FutureConverters::asScala)
                .asScala();
    }

    private static ByteString framed(EnvelopeBuffer envelope, EnvelopeBufferPool pool) {
        ByteBuffer content = envelope.byteBuffer();
        byte[] frame = new byte[Integer.BYTES + content.remaining()];
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.remaining())
                .put(content);
        pool.release(envelope);
        return ByteString.fromArrayUnsafe(frame);
    }

    private Flow<ByteString, ByteString, NotUsed> attempt(OutboundContext context, int stream) {
        SharedKillSwitch idle = KillSwitches.shared("idle");
        return Flow.of(ByteString.class)
                .via(idle.flow())
                .via(Flow.lazyFlow(() -> connection(context, stream, idle)))
                .mapMaterializedValue(later -> NotUsed.getInstance())
                .recoverWithRetries(1, ArteryTransport.ShutdownSignal$.class, Source::empty);
    }

    private Flow<ByteString, ByteString, NotUsed> connection(
            OutboundContext context, int stream, SharedKillSwitch idle) {
        Address address = context.remoteAddress();
        Endpoint to =
                new Endpoint(address.getHost().orElseThrow(), address.getPort().orElseThrow());
        Doorkeeper.Route route = doorkeeper.route(to, stream).orElseThrow(Refused::new);
        if (stream == FrameGuard.CONTROL && context instanceof Association association) {
            association.setControlIdleKillSwitch(idle);
        }
        SharedKillSwitch end = KillSwitches.shared("end");
        return Flow.of(ByteString.class)
                .watchTermination((mat, done) -> {
                    done.whenComplete((finished, failure) -> later(end::shutdown));
                    return mat;
                })
                .prepend(Source.single(first(route, stream)))
                .via(tcp(to).mapMaterializedValue(connected -> observed(connected, route)))
                .via(end.flow())
                .map(this::unexpected)
                .watchTermination((mat, done) -> {
                    done.whenComplete((finished, failure) -> route.closed());
                    return mat;
                });
    }

    private static ByteString first(Doorkeeper.Route route, int stream) {
        byte[] prelude = Greeting.prelude(stream);
        return ByteString.fromArray(Greeting.write(prelude, route.greeting(prelude)));
    }

    private ByteString unexpected(ByteString answer) {
        doorkeeper.refused(Refusal.FRAMING);
        throw new Refused();
    }

    private static NotUsed observed(CompletionStage<Tcp.OutgoingConnection> connected, Doorkeeper.Route route) {
        connected.whenComplete((connection, failure) -> {
            if (failure == null) {
                route.connected();
            } else {
                route.failed(String.valueOf(failure.getMessage()));
            }
        });
        return NotUsed.getInstance();
    }

    private Flow<ByteString, ByteString, CompletionStage<Tcp.OutgoingConnection>> tcp(Endpoint to) {
        InetSocketAddress address = InetSocketAddress.createUnresolved(to.host(), to.port());
        Optional<Duration> patience =
                Optional.of(DurationConverters.toJava(settings.Advanced().Tcp().ConnectionTimeout()));
        if (!tls) {
            return Tcp.get(system)
                    .outgoingConnection(address, Optional.empty(), List.of(), true, patience, Optional.empty());
        }
        SSLEngineProvider engines = system.settings()
                .setup()
                .get(SSLEngineProviderSetup.class)
                .orElseThrow()
                .sslEngineProvider()
                .apply((akka.actor.ExtendedActorSystem) system);
        return Tcp.get(system)
                .outgoingConnectionWithTls(
                        address,
                        () -> engines.createClientSSLEngine(to.host(), to.port()),
                        Optional.empty(),
                        List.of(),
                        patience,
                        Optional.empty(),
                        session -> Optional.empty(),
                        IgnoreComplete$.MODULE$);
    }

    /** At once when the system ends and takes no orders any more. */
    private void later(Runnable task) {
        try {
            system.scheduler().scheduleOnce(GRACE, task, system.dispatcher());
        } catch (IllegalStateException ending) {
            task.run();
        }
    }
}
