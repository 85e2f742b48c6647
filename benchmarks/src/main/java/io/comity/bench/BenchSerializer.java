package io.comity.bench;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bench messages on plain Artery, written straight into Artery's own buffer: the least a careful user of Akka could
 * send. Little-endian, because Artery's buffer is, and one that is turned round corrupts Artery's own header. Sizes in bytes.
 * <pre>
 *  message  manifest  fields
 *  Item     i         sequence 8, payload to the end
 *  Ask      a         sequence 8, length of replyTo 4, replyTo in ASCII, payload to the end
 *  Answer   r         sequence 8, payload to the end
 *  Open     o         batch 4, source in ASCII to the end
 *  Credit   c         messages 4
 * </pre>
 */
public final class BenchSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private static final int IDENTIFIER = 77_001;
    private static final int MAX_BYTES = Work.MAX_SIZE_BYTES + 1024;

    private final ActorRefResolver refs;

    /** Called by Akka. */
    public BenchSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof Sink.Item) {
            return "i";
        } else if (message instanceof Sink.Ask) {
            return "a";
        } else if (message instanceof Sink.Answer) {
            return "r";
        } else if (message instanceof Source.Credit) {
            return "c";
        } else if (message instanceof Sink.Open) {
            return "o";
        }
        throw new IllegalArgumentException("not a bench message: " + message.getClass());
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        if (message instanceof Sink.Item item) {
            buffer.putLong(item.sequence()).put(item.payload());
        } else if (message instanceof Sink.Ask ask) {
            byte[] replyTo = text(ask.replyTo());
            buffer.putLong(ask.sequence()).putInt(replyTo.length).put(replyTo).put(ask.payload());
        } else if (message instanceof Sink.Answer answer) {
            buffer.putLong(answer.sequence()).put(answer.payload());
        } else if (message instanceof Source.Credit credit) {
            buffer.putInt(credit.messages());
        } else if (message instanceof Sink.Open open) {
            buffer.putInt(open.batch()).put(text(open.source()));
        }
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        return switch (manifest) {
            case "i" -> new Sink.Item(buffer.getLong(), rest(buffer));
            case "a" -> readAsk(buffer);
            case "r" -> new Sink.Answer(buffer.getLong(), rest(buffer));
            case "c" -> new Source.Credit(buffer.getInt());
            case "o" -> new Sink.Open(buffer.getInt(), ref(rest(buffer)));
            default -> throw new IllegalArgumentException("not a bench message: " + manifest);
        };
    }

    private Sink.Ask readAsk(ByteBuffer buffer) {
        long sequence = buffer.getLong();
        byte[] replyTo = new byte[buffer.getInt()];
        buffer.get(replyTo);
        return new Sink.Ask(sequence, rest(buffer), ref(replyTo));
    }

    private byte[] text(ActorRef<?> ref) {
        return refs.toSerializationFormat(ref).getBytes(StandardCharsets.US_ASCII);
    }

    private <M> ActorRef<M> ref(byte[] text) {
        return refs.resolveActorRef(new String(text, StandardCharsets.US_ASCII));
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return rest;
    }

    /** Only for callers that have no buffer of their own; Artery always has. */
    @Override
    public byte[] toBinary(Object message) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        toBinary(message, buffer);
        buffer.flip();
        return rest(buffer);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return fromBinary(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), manifest);
    }
}
