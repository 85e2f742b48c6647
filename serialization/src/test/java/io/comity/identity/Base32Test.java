package io.comity.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base32Test {
    private static final byte[] PAYLOAD = "forty-two bytes of something to write down".getBytes(US_ASCII);
    private static final String TEXT = Base32.text("test", PAYLOAD);

    @Test
    void encodesAsTheRfcDoes() {
        String[] texts = {"", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"};
        for (int size = 0; size < texts.length; size++) {
            byte[] bytes = "foobar".substring(0, size).getBytes(US_ASCII);
            assertThat(Base32.encode(bytes)).isEqualTo(texts[size]).hasSize(Base32.encodedLength(size));
        }
    }

    @Test
    void readsBackEveryLength() {
        Random random = new Random(4648);
        for (int size = 0; size < 200; size++) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            assertThat(Base32.parse("test", Base32.text("test", payload), size))
                    .isEqualTo(new Parsed.Accepted<>(Bytes.of(payload)));
        }
    }

    @Test
    void readsCapitalsAndFoldedLines() {
        String folded = "  " + TEXT.substring(0, 20).toUpperCase(Locale.ROOT) + "\r\n\t" + TEXT.substring(20) + "\n";
        assertThat(parse(folded)).isEqualTo(new Parsed.Accepted<>(Bytes.of(PAYLOAD)));
    }

    @Test
    void refusesEverySingleWrongLetter() {
        for (int at = 0; at < TEXT.length(); at++) {
            char wrong = TEXT.charAt(at) == 'q' ? 'w' : 'q';
            assertThat(parse(TEXT.substring(0, at) + wrong + TEXT.substring(at + 1)))
                    .as("at %d", at)
                    .isInstanceOf(Parsed.Refused.class);
        }
    }

    @Test
    void refusesSwappedAndMissingLetters() {
        for (int at = 5; at < TEXT.length() - 1; at++) {
            char first = TEXT.charAt(at);
            char second = TEXT.charAt(at + 1);
            String swapped = TEXT.substring(0, at) + second + first + TEXT.substring(at + 2);
            assertThat(first == second || parse(swapped) instanceof Parsed.Refused<Bytes>)
                    .isTrue();
            assertThat(parse(TEXT.substring(0, at) + TEXT.substring(at + 1))).isInstanceOf(Parsed.Refused.class);
        }
    }

    @Test
    void saysWhichCharacterIsNotALetterOfTheAlphabet() {
        assertThat(reason(TEXT.substring(0, 9) + "0" + TEXT.substring(10)))
                .isEqualTo("character 10 is not one of a-z and 2-7");
        assertThat(reason(TEXT.substring(0, 9) + "é" + TEXT.substring(10))).contains("character 10 ");
        assertThat(reason(TEXT.substring(0, 9) + "\ud83d\ude00" + TEXT.substring(11)))
                .contains("character 10 ");
    }

    @Test
    void saysWhenTheChecksumIsWrong() {
        char wrong = TEXT.charAt(9) == 'q' ? 'w' : 'q';
        assertThat(reason(TEXT.substring(0, 9) + wrong + TEXT.substring(10))).contains("checksum does not match");
    }

    @Test
    void saysWhenTheTextIsOfAnotherKind() {
        assertThat(reason(Base32.text("other", PAYLOAD))).isEqualTo("it does not begin with test1");
        assertThat(reason("")).isEqualTo("it does not begin with test1");
        assertThat(reason("tes")).isEqualTo("it does not begin with test1");
    }

    @Test
    void refusesTheChecksumOfAnotherKindUnderThisPrefix() {
        String other = Base32.text("best", PAYLOAD);
        assertThat(reason("t" + other.substring(1))).contains("checksum does not match");
    }

    @Test
    void readsAPayloadAtTheBoundAndRefusesOneBeyond() {
        assertThat(Base32.parse("test", TEXT, PAYLOAD.length)).isInstanceOf(Parsed.Accepted.class);
        assertThat(Base32.parse("test", TEXT, PAYLOAD.length - 1)).isInstanceOf(Parsed.Refused.class);
        assertThat(reason("test1" + "a".repeat(10_000))).startsWith("too long: 10005 characters, at most 79");
    }

    @Test
    void refusesUnusedBitsThatAreNotZero() {
        String ofOneByte = Base32.text("test", new byte[2]);
        char last = ofOneByte.charAt(ofOneByte.length() - 1);
        String sibling = ofOneByte.substring(0, ofOneByte.length() - 1) + (char) (last + 1);
        assertThat(Base32.parse("test", sibling, 2))
                .isEqualTo(new Parsed.Refused<Bytes>("it is cut short, or its last letter is wrong"));
    }

    private static Parsed<Bytes> parse(String text) {
        return Base32.parse("test", text, PAYLOAD.length);
    }

    private static String reason(String text) {
        return ((Parsed.Refused<Bytes>) parse(text)).reason();
    }
}
