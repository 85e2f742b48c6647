package io.comity.advert;

/**
 * One way to reach a node.
 *
 * @param address text such as {@code tcp://host:port}; what it means is the business of whoever dials it
 * @param weight 0 to 255, how much its node prefers it to others; 0 is a last resort
 */
public record Contact(String address, int weight) {
    public static final int MAX_WEIGHT = 255;

    /** What an address weighs when nobody said. */
    public static final int DEFAULT_WEIGHT = 100;

    /** The longest DNS name, a transport and a port. */
    public static final int MAX_ADDRESS_BYTES = 320;

    public Contact {
        if (!isAddress(address) || weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("an address is 1 to " + MAX_ADDRESS_BYTES
                    + " printable ASCII characters without spaces, and its weight is 0 to " + MAX_WEIGHT);
        }
    }

    /** Addresses are shown to people, so they must not be able to draw on their terminals. */
    public static boolean isAddress(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ADDRESS_BYTES
                && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
