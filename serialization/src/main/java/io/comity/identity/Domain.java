package io.comity.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Keeps what is signed for one purpose from being taken for another. A domain is a short printable ASCII name such as
 * {@code comity/1 handshake}; what a key signs under it is {@code domain ‖ 0x00 ‖ message}. Since a domain holds no zero
 * byte, no two pairs of domain and message give the same bytes. COSE objects carry their domain inside the structure that
 * RFC 9052 signs, which begins with the byte 0x84, so neither form can be mistaken for the other.
 */
public final class Domain {
    public static final int MAX_LENGTH = 64;

    private Domain() {}

    /** {@code domain ‖ 0x00 ‖ message[offset, offset + length)}. */
    public static byte[] separate(String domain, byte[] message, int offset, int length) {
        byte[] name = bytes(domain);
        byte[] separated = new byte[name.length + 1 + length];
        System.arraycopy(name, 0, separated, 0, name.length);
        System.arraycopy(message, offset, separated, name.length + 1, length);
        return separated;
    }

    /** The bytes of a domain's name; refuses a name that would not separate, which is a bug of ours. */
    public static byte[] bytes(String domain) {
        boolean printable = domain.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (domain.isEmpty() || domain.length() > MAX_LENGTH || !printable) {
            throw new IllegalArgumentException("a domain is 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
        return domain.getBytes(US_ASCII);
    }
}
