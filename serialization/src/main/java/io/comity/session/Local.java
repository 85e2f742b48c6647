package io.comity.session;

import io.comity.identity.NodeId;
import java.util.Set;

/**
 * What this side brings to a handshake; the same for all links of one boot.
 *
 * @param bootEpoch tells this boot of the node from every other, 0 to 2<sup>63</sup> - 1
 * @param minVersion the oldest link protocol spoken, from 1
 * @param maxVersion the newest link protocol spoken, to {@link #MAX_VERSION}
 * @param features one bit for each optional feature offered; the sign bit is never set
 * @param keys fresh at each boot; proved to be the node's own by its signature in each handshake
 * @param suites accepted from those who dial this node, not empty
 */
public record Local(
        NodeId node,
        long bootEpoch,
        int minVersion,
        int maxVersion,
        long features,
        X25519KeyPair keys,
        Set<CipherSuite> suites) {
    public static final int MAX_VERSION = 255;

    public Local {
        suites = Set.copyOf(suites);
        if (bootEpoch < 0 || features < 0) {
            throw new IllegalArgumentException("neither the boot epoch nor the features may be negative");
        }
        if (minVersion < 1 || minVersion > maxVersion || maxVersion > MAX_VERSION) {
            throw new IllegalArgumentException(
                    "no version range from 1 to " + MAX_VERSION + ": " + minVersion + " to " + maxVersion);
        }
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("a node accepts at least one suite");
        }
    }
}
