package io.comity.examples.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArteryFrameTest {
    @Test
    void isLaidOutAsArteryReadsIt() {
        byte[] frame = new ArteryFrame(0x0102030405060708L, 17, "", "ab", "d", new byte[] {9}).encode();
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo(
                        "26000000" // length
                                + "00000000" // version, flags, table versions
                                + "0807060504030201" // origin
                                + "11000000" // serializer
                                + "1c000000" // sender at 28
                                + "1e000000" // recipient at 30
                                + "22000000" // manifest at 34
                                + "0000" // no sender
                                + "0200" + "6162" // recipient
                                + "0100" + "64" // manifest
                                + "09");
    }

    @Test
    void opensAConnectionWithItsMagicAndStream() {
        assertThat(ArteryFrame.opening(ArteryFrame.CONTROL)).isEqualTo("AKKA\u0001".getBytes(US_ASCII));
    }

    @Test
    void everyAttackHasANameOfItsOwnAndBytes() {
        var attacks = new ArteryAttacks("comity", "127.0.0.1", 1).all();
        assertThat(attacks)
                .extracting(ArteryAttacks.Attack::name)
                .doesNotHaveDuplicates()
                .hasSize(17);
        assertThat(attacks).allSatisfy(attack -> assertThat(attack.pieces()).hasSizeGreaterThan(1));
    }
}
