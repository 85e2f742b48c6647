package io.comity.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.comity.identity.Base32;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A secret in every way in which it might be written somewhere, to look for it. */
final class Spellings {
    private final byte[] secret;

    Spellings(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Whether {@code bytes} contain the secret, raw or in hexadecimal, base32, base64 or decimal numbers. */
    boolean isIn(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        return text.contains(new String(secret, ISO_8859_1))
                || written().stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    }

    /** The last letter of base32 and base64 depends on what follows. */
    private List<String> written() {
        return List.of(
                        HexFormat.of().formatHex(secret),
                        cut(Base32.encode(secret)),
                        cut(Base64.getEncoder().withoutPadding().encodeToString(secret)),
                        cut(Base64.getUrlEncoder().withoutPadding().encodeToString(secret)),
                        cut(Arrays.toString(secret)),
                        IntStream.range(0, secret.length)
                                .mapToObj(i -> Integer.toString(secret[i] & 0xff))
                                .collect(Collectors.joining(",")))
                .stream()
                .map(spelling -> spelling.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String cut(String spelling) {
        return spelling.substring(0, spelling.length() - 1);
    }
}
