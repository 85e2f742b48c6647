package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec.Decoded;
import io.comity.engine.BodyCodec.Malformed;
import io.comity.engine.BodyCodec.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyReferenceTest {
    private record Exported(ActorRef<?> ref, Protocol<?> protocol) {}

    /** Both ends of one session: what one side exports, the other imports. */
    private static final class Table implements References {
        final List<Exported> exported = new ArrayList<>();

        @Override
        public long export(ActorRef<?> ref, Protocol<?> protocol) {
            exported.add(new Exported(ref, protocol));
            return exported.size() - 1;
        }

        @Override
        public @Nullable ActorRef<?> importRef(long index, Protocol<?> protocol) {
            return index < exported.size() && exported.get((int) index).protocol == protocol
                    ? exported.get((int) index).ref
                    : null;
        }
    }

    record Refs(
            ActorRef<String> text,
            List<ActorRef<Samples.Command>> many,
            Optional<ActorRef<List<Integer>>> lists,
            Map<String, ActorRef<ActorRef<Long>>> refs) {}

    private final Table table = new Table();

    @Test
    void everyRefTravelsAsItsIndexWithTheProtocolOfItsMessages() {
        ActorRef<String> text = TestInbox.<String>create().getRef();
        ActorRef<Samples.Command> command = TestInbox.<Samples.Command>create().getRef();
        ActorRef<List<Integer>> lists = TestInbox.<List<Integer>>create().getRef();
        ActorRef<ActorRef<Long>> refs = TestInbox.<ActorRef<Long>>create().getRef();
        Refs message = new Refs(text, List.of(command, command), Optional.of(lists), Map.of("k", refs));

        BodyCodec.Encoder encoder = BodyCodec.encoder(Protocol.of(Refs.class), table, 1000);
        encoder.encode(message);

        assertThat(table.exported).extracting(Exported::ref).containsExactly(text, command, command, lists, refs);
        assertThat(table.exported)
                .extracting(each -> each.protocol.toString())
                .containsExactly("String", "Samples.Command", "Samples.Command", "List<Integer>", "ActorRef<Long>");
        assertThat(table.exported.get(1).protocol).isSameAs(Protocol.of(Samples.Command.class));
        assertThat(decode(Protocol.of(Refs.class), HexFormat.of().formatHex(encoder.buffer(), 0, encoder.length())))
                .isEqualTo(new Value(message));
    }

    @Test
    void aRefIsAnUnsignedIntegerOnTheWire() {
        ActorRef<Samples.Greeting> replyTo =
                TestInbox.<Samples.Greeting>create().getRef();
        BodyCodec.Encoder encoder = BodyCodec.encoder(Protocol.of(Samples.Greet.class), table, 1000);
        encoder.encode(new Samples.Greet("Bob", replyTo));
        assertThat(HexFormat.of().formatHex(encoder.buffer(), 0, encoder.length()))
                .isEqualTo("a2646e616d6563426f62677265706c79546f00");
    }

    @Test
    void whatTheTableDoesNotHoldCannotBeNamed() {
        Protocol<Samples.Greet> protocol = Protocol.of(Samples.Greet.class);
        String start = "a2646e616d6563426f62677265706c79546f";
        assertThat(decode(protocol, start + "00")).isEqualTo(new Malformed("unknown reference"));
        assertThat(decode(protocol, start + "1b7fffffffffffffff")).isEqualTo(new Malformed("unknown reference"));
        assertThat(decode(protocol, start + "1b8000000000000000")).isEqualTo(new Malformed("not an integer"));
        assertThat(decode(protocol, start + "20")).isEqualTo(new Malformed("integer out of range"));
        assertThat(decode(protocol, start + "6130")).isEqualTo(new Malformed("not an integer"));
    }

    record Crowd(List<ActorRef<String>> people) {}

    private static String crowd(int people) {
        return "a1" + "6670656f706c65" + "99" + String.format("%04x", people) + "00".repeat(people);
    }

    @Test
    void aBodyHasSoManyReferencesAndNotOneMore() {
        ActorRef<String> somebody = TestInbox.<String>create().getRef();
        Protocol<Crowd> protocol = Protocol.of(Crowd.class);
        BodyCodec.Encoder encoder = BodyCodec.encoder(protocol, table, 10_000);
        List<ActorRef<String>> most = Collections.nCopies(BodyCodec.MAX_REFERENCES, somebody);
        List<ActorRef<String>> tooMany = Collections.nCopies(BodyCodec.MAX_REFERENCES + 1, somebody);
        encoder.encode(new Crowd(most));
        assertThatThrownBy(() -> encoder.encode(new Crowd(tooMany)))
                .isInstanceOf(EncodingException.class)
                .hasMessage("more than 1024 references in one message");
        encoder.encode(new Crowd(most));

        byte[] full = HexFormat.of().parseHex(crowd(BodyCodec.MAX_REFERENCES));
        byte[] overfull = HexFormat.of().parseHex(crowd(BodyCodec.MAX_REFERENCES + 1));
        BodyCodec.Decoder decoder = BodyCodec.decoder(protocol, table, 10_000);
        assertThat(decoder.decode(0, full, 0, full.length)).isInstanceOf(Value.class);
        assertThat(decoder.decode(0, overfull, 0, overfull.length)).isInstanceOf(Malformed.class);
        assertThat(decoder.decode(0, full, 0, full.length)).isInstanceOf(Value.class);
    }

    private Decoded decode(Protocol<?> protocol, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return BodyCodec.decoder(protocol, table, 1000).decode(0, bytes, 0, bytes.length);
    }
}
