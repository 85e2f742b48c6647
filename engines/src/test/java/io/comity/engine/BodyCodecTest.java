package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec.Decoded;
import io.comity.engine.BodyCodec.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyCodecTest {
    private static final Protocol<Samples.Command> PROTOCOL = Protocol.of(Samples.Command.class);

    static final References NONE = new References() {
        @Override
        public long export(ActorRef<?> ref, Protocol<?> protocol) {
            throw new AssertionError("no refs here");
        }

        @Override
        public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
            return null;
        }
    };

    private final BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, NONE, 1 << 20);
    private final BodyCodec.Decoder decoder = BodyCodec.decoder(PROTOCOL, NONE, 1 << 20);

    @Test
    void everyKindOfTheDataModelSurvivesTheTrip() {
        for (Samples.Command message : Samples.messages()) {
            int type = encoder.encode(message);
            Decoded decoded = decoder.decode(type, encoder.buffer(), 0, encoder.length());
            assertThat(decoded).isEqualTo(new Value(message));
        }
    }
}
