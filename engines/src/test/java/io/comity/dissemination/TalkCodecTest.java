package io.comity.dissemination;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import io.comity.wire.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TalkCodecTest {
    private static final NodeId NODE = Nodes.node(7);
    private static final Slot FAR = new Slot(NODE, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final List<NodeId> MANY =
            IntStream.range(0, Talk.MAX_NODES).mapToObj(Nodes::node).toList();
    private static final List<Talk> SAMPLES = List.of(
            new Talk.Have(List.of(Nodes.slot(1, 1), FAR)),
            new Talk.Have(Collections.nCopies(Talk.MAX_SLOTS, FAR)),
            new Talk.Graft(List.of(Nodes.slot(2, 3))),
            new Talk.Graft(Collections.nCopies(Talk.MAX_SLOTS, FAR)),
            new Talk.Prune(NODE),
            new Talk.Join(),
            new Talk.ForwardJoin(NODE, 0),
            new Talk.ForwardJoin(NODE, Talk.MAX_STEPS),
            new Talk.Ask(true),
            new Talk.Ask(false),
            new Talk.Accept(),
            new Talk.Refuse(),
            new Talk.Leave(),
            new Talk.Replaced(NODE),
            new Talk.Shuffle(List.of()),
            new Talk.Shuffle(MANY),
            new Talk.Shuffled(List.of(NODE)),
            new Talk.Shuffled(MANY));

    private static CborWriter array(int elements, int code) {
        return new CborWriter(64, 8_192).array(elements).uint(code);
    }

    private static void nothing(CborWriter said) {
        assertThat(TalkCodec.decode(said.toByteArray())).isEmpty();
    }

    @Test
    void everythingThatCanBeSaidIsUnderstood() {
        Set<Class<?>> said = SAMPLES.stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(said).isEqualTo(Set.of(Talk.class.getPermittedSubclasses()));
        for (Talk talk : SAMPLES) {
            byte[] bytes = TalkCodec.encode(talk);
            assertThat(bytes.length).isLessThanOrEqualTo(TalkCodec.MAX_BYTES);
            assertThat(TalkCodec.decode(bytes)).contains(talk);
        }
    }

    @Test
    void whatIsCutShortOrGoesOnSaysNothing() {
        for (Talk talk : SAMPLES) {
            byte[] bytes = TalkCodec.encode(talk);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(TalkCodec.decode(Arrays.copyOf(bytes, length))).isEmpty();
            }
            assertThat(TalkCodec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        }
    }

    /** What changed bytes say, if anything, has one form only: so nothing is said in two ways. */
    @Test
    void anyBytesAreUnderstoodInOneWayOrNotAtAll() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                bytes = TalkCodec.encode(SAMPLES.get(random.nextInt(SAMPLES.size())));
                bytes[random.nextInt(Math.min(bytes.length, 80))] = (byte) random.nextInt();
            }
            byte[] said = bytes;
            TalkCodec.decode(said)
                    .ifPresent(talk -> assertThat(TalkCodec.encode(talk)).isEqualTo(said));
        }
    }

    @Test
    void noListIsLongerThanItMayBe() {
        for (int code : new int[] {0, 1}) {
            nothing(array(1, code));
            CborWriter slots = array(1 + 3 * (Talk.MAX_SLOTS + 1), code);
            for (int i = 0; i <= Talk.MAX_SLOTS; i++) {
                slots.bytes(NODE.key()).uint(0).uint(1);
            }
            nothing(slots);
            nothing(array(3, code).bytes(NODE.key()).uint(0));
        }
        for (int code : new int[] {10, 11}) {
            CborWriter nodes = array(1 + Talk.MAX_NODES + 1, code);
            for (int i = 0; i <= Talk.MAX_NODES; i++) {
                nodes.bytes(NODE.key());
            }
            nothing(nodes);
        }
        nothing(array(3, 2).bytes(NODE.key()).bytes(NODE.key()));
        nothing(array(1, 9));
        nothing(array(2, 3).bytes(NODE.key()));
    }

    @Test
    void noNumberIsOutOfRange() {
        nothing(array(4, 0).bytes(NODE.key()).uint(0).uint(0));
        nothing(array(4, 0).bytes(NODE.key()).integer(-1).uint(1));
        nothing(array(4, 0).bytes(NODE.key()).integer(-2).uint(1));
        nothing(array(3, 4).bytes(NODE.key()).uint(Talk.MAX_STEPS + 1));
        nothing(array(3, 4).bytes(NODE.key()).integer(-1));
        nothing(array(1, 12));
        nothing(array(2, 2).bytes(new byte[NodeId.SIZE_BYTES - 1]));
        nothing(array(2, 2).bytes(new byte[NodeId.SIZE_BYTES + 1]));
        nothing(array(2, 5).uint(1));
        assertThat(TalkCodec.decode(new byte[TalkCodec.MAX_BYTES + 1])).isEmpty();
        List<byte[]> none = new ArrayList<>(List.of(new byte[0], new byte[] {(byte) 0x80}));
        none.forEach(bytes -> assertThat(TalkCodec.decode(bytes)).isEmpty());
    }
}
