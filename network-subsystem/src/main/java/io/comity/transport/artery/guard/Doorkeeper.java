package io.comity.transport.artery.guard;

import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import java.util.Optional;

/** Who may come in and who is dialled: what the guards ask. Called on Artery's threads; never throws on hostile input. */
public interface Doorkeeper {
    /** Where this node listens; empty until the guards are up. */
    Optional<Endpoint> self();

    /** Counts what a guard turned away. */
    void refused(Refusal refusal);

    /** Somebody connected, who has proven nothing; {@code cut} ends the connection. */
    Caller called(Runnable cut);

    /** A connection to {@code to} is wanted; empty when nobody is expected there. */
    Optional<Route> route(Endpoint to, int stream);

    /**
     * Judges an envelope that belongs to no connection.
     *
     * @param handshake the whole frame if it is a handshake, else empty
     */
    Optional<Refusal> envelope(long uid, Optional<byte[]> handshake);

    /** The other side of an inbound connection. */
    interface Caller {
        /**
         * The first thing it says.
         *
         * @param frame what came before on the connection, and from {@code bodyAt} the greeting
         */
        Optional<Refusal> greeted(byte[] frame, int bodyAt);

        /** Of one that greeted well. */
        long uid();

        void stream(int stream);

        /** Said as often as somebody notices. */
        void closed();
    }

    /** One outbound connection. */
    interface Route {
        /** What goes behind the prelude, to prove who dials; empty when something else does. */
        byte[] greeting(byte[] prelude);

        void connected();

        /** There was nobody to connect to. */
        void failed(String cause);

        void closed();
    }
}
