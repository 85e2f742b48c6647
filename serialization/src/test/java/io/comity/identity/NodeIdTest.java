package io.comity.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    /** RFC 8032 section 7.1, test 1. */
    private static final Bytes KEY = Bytes.ofHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final String GOLDEN = "node125njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkeng3ipdke";

    private final NodeId alice = new NodeId(KEY);

    @Test
    void writesATextThatFitsADnsLabelAndReadsBack() {
        assertThat(alice.text()).isEqualTo(GOLDEN).hasSize(63);
        assertThat(NodeId.parse(alice.text())).isEqualTo(new Parsed.Accepted<>(alice));
    }

    @Test
    void showsTheBeginningOfItsText() {
        assertThat(alice).hasToString("node125njqamc");
        assertThat(alice.text()).startsWith(alice.toString());
    }

    @Test
    void hashesTheKey() {
        assertThat(alice.hash()).isEqualTo(Bytes.of(Sha256.of(KEY.toArray())));
        assertThat(HexFormat.of().formatHex(Sha256.of("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void ordersKeysAsUnsignedBytes() {
        NodeId low = new NodeId(Bytes.ofHex("7f".repeat(32)));
        NodeId high = new NodeId(Bytes.ofHex("80".repeat(32)));
        assertThat(Stream.of(high, low).sorted()).containsExactly(low, high);
    }

    @Test
    void refusesATextWhoseKeyIsNoKey() {
        String neutral = Base32.text("node", Bytes.ofHex("01" + "00".repeat(31)).toArray());
        assertThat(NodeId.parse(neutral)).isEqualTo(new Parsed.Refused<NodeId>("it is not the key of a node"));
        assertThat(NodeId.parse(Base32.text("node", new byte[31]))).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void hasThirtyTwoBytesOrIsABug() {
        for (int size : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> new NodeId(Bytes.of(new byte[size]))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
