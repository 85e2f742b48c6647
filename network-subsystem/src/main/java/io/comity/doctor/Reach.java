package io.comity.doctor;

import io.comity.node.Place;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Who can reach a node where it would listen. A router or firewall in between may keep out those who else could. */
final class Reach {
    /** fc00::/7, RFC 4193. */
    private static final int UNIQUE_LOCAL = 0xfc;

    private static final int UNIQUE_LOCAL_MASK = 0xfe;

    private Reach() {}

    static Finding of(Place place) {
        if (place.path().isPresent()) {
            return Finding.fine(
                    place.transport(), place.path().get() + ": programs of this machine that may open the file");
        }
        if (place.host().isEmpty()) {
            return Finding.note(
                    place.transport(),
                    "nodes of the same process only",
                    "add tcp to comity.transports to be reached by others");
        }
        try {
            return of(place, InetAddress.getByName(place.host()));
        } catch (UnknownHostException unknown) {
            return Finding.wrong(
                    place.transport(),
                    where(place) + ": no host has this name",
                    "set " + key(place) + " to an address of this machine");
        }
    }

    private static Finding of(Place place, InetAddress address) {
        String at = where(place) + ": ";
        if (!isOfThisMachine(address)) {
            return Finding.wrong(
                    place.transport(),
                    at + "is no address of this machine",
                    "set " + key(place) + " to one that is, or to 0.0.0.0 where that is allowed");
        } else if (address.isLoopbackAddress()) {
            return Finding.note(
                    place.transport(),
                    at + "this machine only" + random(place),
                    "set " + key(place) + " to an address that others reach, if others are to reach it");
        } else if (address.isAnyLocalAddress()) {
            return withPort(place, at + "everybody who reaches this machine, on every network of it");
        } else if (isOfOneNetwork(address)) {
            return withPort(place, at + "this network, and whoever a router lets in");
        }
        return withPort(place, at + "everybody");
    }

    private static Finding withPort(Place place, String text) {
        return place.port() == 0
                ? Finding.note(
                        place.transport(),
                        text + random(place),
                        "set comity." + place.transport()
                                + ".port, so that friends find the node again after a restart")
                : Finding.fine(place.transport(), text);
    }

    private static String random(Place place) {
        return place.port() == 0 ? "; at another port after each start" : "";
    }

    private static String where(Place place) {
        String listens = place.host() + (place.port() == 0 ? "" : ":" + place.port());
        return place.advertise().isEmpty() ? listens : listens + ", advertised as " + place.advertise();
    }

    private static String key(Place place) {
        return "comity." + place.transport() + ".host";
    }

    /** Site-local and link-local addresses, and the unique local ones of IPv6. */
    static boolean isOfOneNetwork(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address instanceof Inet6Address && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }
}
