package io.comity.transport.artery.guard;

import akka.Done;
import akka.NotUsed;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.RemoteTransportException;
import akka.remote.artery.ArterySettings;
import akka.remote.artery.Decoder;
import akka.remote.artery.EnvelopeBuffer;
import akka.remote.artery.EnvelopeBufferPool;
import akka.remote.artery.InboundEnvelope;
import akka.remote.artery.OutboundContext;
import akka.remote.artery.compress.InboundCompressions;
import akka.remote.artery.tcp.ArteryTcpTransport;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.stream.scaladsl.Keep;
import akka.util.ByteString;
import io.comity.artery.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Artery over TCP, with or without TLS, with its own way of dialling: {@link Dialling} greets first and knows what became of
 * a dial. Without TLS it accepts for itself too, so that no connection ever reaches Artery unguarded; with TLS the engine
 * guards what comes in.
 */
final class HardenedTcp extends ArteryTcpTransport {
    /** Inbound connections at one time; one more is closed at once. */
    static final int MAX_CONNECTIONS = 2_048;

    private static final int BACKLOG = 100;

    private final Doorkeeper doorkeeper;
    private final boolean tls;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Tcp.@Nullable ServerBinding binding;

    HardenedTcp(ExtendedActorSystem system, RemoteActorRefProvider provider, Doorkeeper doorkeeper, boolean tls) {
        super(system, provider, tls);
        this.doorkeeper = doorkeeper;
        this.tls = tls;
    }

    @Override
    public akka.stream.scaladsl.Sink<EnvelopeBuffer, Future<Done>> outboundTransportSink(
            OutboundContext context, int stream, EnvelopeBufferPool pool) {
        return new Dialling(system(), settings(), doorkeeper, tls).sink(context, stream, pool);
    }

    /** Called once, when the system starts; a restart of the streams keeps the port. */
    @Override
    public Tuple2<Object, Object> bindInboundStreams() {
        if (tls) {
            return super.bindInboundStreams();
        }
        String host = settings().Bind().Hostname();
        int port = settings().Bind().Port();
        Tcp.ServerBinding bound = bound(
                host,
                port,
                Tcp.get(system())
                        .bind(host, port, BACKLOG, List.of(), false, Optional.empty())
                        .to(Sink.foreach(this::accept))
                        .run(materializer()));
        binding = bound;
        int there = bound.localAddress().getPort();
        int canonical = settings().Canonical().Port();
        return Tuple2.apply(canonical == 0 ? there : canonical, there);
    }

    @Override
    public akka.stream.scaladsl.Flow<EnvelopeBuffer, InboundEnvelope, Decoder.InboundCompressionAccess> createDecoder(
            ArterySettings settings, InboundCompressions compressions) {
        var decoder = super.createDecoder(settings, compressions);
        return tls
                ? decoder
                : akka.stream.scaladsl.Flow.fromGraph(new EnvelopeFilter(doorkeeper, envelopeBufferPool()))
                        .viaMat(decoder, Keep.right());
    }

    private Tcp.ServerBinding bound(String host, int port, CompletionStage<Tcp.ServerBinding> binding) {
        try {
            return binding.toCompletableFuture()
                    .get(settings().Bind().BindTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException taken) {
            throw new RemoteTransportException("cannot bind " + host + ":" + port, taken);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            throw new RemoteTransportException("interrupted", shutdown);
        }
    }

    private void accept(Tcp.IncomingConnection connection) {
        if (doorkeeper.self().isEmpty() || connections.get() >= MAX_CONNECTIONS) {
            doorkeeper.refused(Refusal.OVERLOADED);
            turnAway(connection);
            return;
        }
        FutureConverters.asJava(artery()).whenComplete((flow, failure) -> {
            if (flow == null) {
                turnAway(connection);
            } else {
                guard(connection, flow);
            }
        });
    }

    private void guard(Tcp.IncomingConnection connection, Flow<ByteString, ByteString, NotUsed> artery) {
        connections.incrementAndGet();
        connection.handleWith(
                Flow.of(ByteString.class)
                        .watchTermination((mat, done) -> {
                            done.whenComplete((end, failure) -> connections.decrementAndGet());
                            return mat;
                        })
                        .via(new ConnectionGuard(doorkeeper, System::nanoTime))
                        .via(artery),
                materializer());
    }

    private void turnAway(Tcp.IncomingConnection connection) {
        connection.handleWith(Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.empty()), materializer());
    }

    /** What Akka would have every connection go through; another one after its streams were restarted. */
    @SuppressWarnings("unchecked")
    private Future<Flow<ByteString, ByteString, NotUsed>> artery() {
        Future<akka.stream.scaladsl.Flow<ByteString, ByteString, NotUsed>> flow =
                (Future<akka.stream.scaladsl.Flow<ByteString, ByteString, NotUsed>>)
                        Inside.get(ArteryTcpTransport.class, this, "inboundConnectionFlow");
        return flow.map(akka.stream.scaladsl.Flow::asJava, system().dispatcher());
    }

    @Override
    public Future<Done> shutdownTransport() {
        Tcp.ServerBinding listening = binding;
        if (listening == null) {
            return super.shutdownTransport();
        }
        return FutureConverters.asScala(
                listening.unbind().thenCompose(done -> FutureConverters.asJava(super.shutdownTransport())));
    }
}
