package io.comity.router;

/**
 * Bounds on what a node holds of others, and tells those who hold something of it.
 *
 * @param maxKeys mission keys of other nodes that are presented in every session
 * @param noticesPerSecond revocation notices that are signed
 * @param maxNotices of other nodes that are kept
 * @param quotaReserve messages of a quota that are counted on the disk before they pass
 */
public record RightsSettings(int maxKeys, int noticesPerSecond, int maxNotices, int quotaReserve) {
    public static final RightsSettings DEFAULT = new RightsSettings(1_000, 100, 1_000, 256);
}
