package io.comity.transport.artery.guard;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArterySettings;
import akka.remote.artery.Decoder;
import akka.remote.artery.Encoder;
import akka.remote.artery.EnvelopeBuffer;
import akka.remote.artery.EnvelopeBufferPool;
import akka.remote.artery.InboundControlJunction;
import akka.remote.artery.InboundEnvelope;
import akka.remote.artery.OutboundContext;
import akka.remote.artery.OutboundEnvelope;
import akka.remote.artery.aeron.ArteryAeronUdpTransport;
import akka.remote.artery.compress.InboundCompressions;
import akka.stream.scaladsl.Flow;
import akka.stream.scaladsl.Keep;
import akka.stream.scaladsl.Sink;
import io.comity.artery.Refusal;
import io.comity.artery.SignedSerializer;
import scala.Tuple2;
import scala.concurrent.Future;

/**
 * Artery over Aeron: an {@link EnvelopeFilter} before each decoder, and behind it, before anything is deserialized, the rule
 * of which manifest comes on which stream. What reaches Aeron itself is the business of {@link DatagramGuard}.
 */
final class HardenedAeron extends ArteryAeronUdpTransport {
    private static final int BUFFERS_IN = 4;

    private final Doorkeeper doorkeeper;

    /** Aeron puts together whatever fits a term, and a buffer too small for it would cost an error and the buffer. */
    private final EnvelopeBufferPool in = new EnvelopeBufferPool(SharedDriver.TERM_BYTES, BUFFERS_IN);

    private final EnvelopeBufferPool out;

    HardenedAeron(ExtendedActorSystem system, RemoteActorRefProvider provider, Doorkeeper doorkeeper) {
        super(system, provider);
        this.doorkeeper = doorkeeper;
        this.out = super.envelopeBufferPool();
    }

    @Override
    public EnvelopeBufferPool envelopeBufferPool() {
        return in;
    }

    @Override
    public Flow<OutboundEnvelope, EnvelopeBuffer, Encoder.OutboundCompressionAccess> createEncoder(
            EnvelopeBufferPool pool, int stream) {
        return super.createEncoder(out, stream);
    }

    @Override
    public Sink<EnvelopeBuffer, Future<Done>> outboundTransportSink(
            OutboundContext context, int stream, EnvelopeBufferPool pool) {
        return super.outboundTransportSink(context, stream, out);
    }

    @Override
    public Flow<EnvelopeBuffer, InboundEnvelope, Decoder.InboundCompressionAccess> createDecoder(
            ArterySettings settings, InboundCompressions compressions) {
        return Flow.fromGraph(new EnvelopeFilter(doorkeeper, in))
                .viaMat(super.createDecoder(settings, compressions), Keep.right());
    }

    @Override
    public Sink<InboundEnvelope, Future<Done>> inboundSink(EnvelopeBufferPool pool) {
        return without(SignedSerializer.RESPONSE).toMat(super.inboundSink(pool), Keep.right());
    }

    @Override
    public Sink<InboundEnvelope, Tuple2<InboundControlJunction.ControlMessageSubject, Future<Done>>>
            inboundControlSink() {
        return without(SignedSerializer.PACKET).toMat(super.inboundControlSink(), Keep.right());
    }

    private Flow<InboundEnvelope, InboundEnvelope, akka.NotUsed> without(byte manifest) {
        String foreign = String.valueOf((char) manifest);
        return akka.stream.javadsl.Flow.of(InboundEnvelope.class)
                .filter(envelope -> {
                    boolean expected = !envelope.classManifest().equals(foreign);
                    if (!expected) {
                        doorkeeper.refused(Refusal.MANIFEST);
                        in.release(envelope.envelopeBuffer());
                    }
                    return expected;
                })
                .asScala();
    }
}
