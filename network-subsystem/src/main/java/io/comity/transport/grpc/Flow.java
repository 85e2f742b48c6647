package io.comity.transport.grpc;

/** A gRPC stream of frames as its wire sees it, whichever end it is. Called on the wire's thread only. */
interface Flow {
    /** Whether a frame would be written now and not wait in memory. */
    boolean isReady();

    void send(byte[] frame);

    /** The other end has proven a key. */
    void proven();

    /** Asks for so many more frames. */
    void request(int frames);

    /** Says that nothing more is sent, after what was. The other end answers with its own end. */
    void finish();

    /** Ends the stream now, whatever waits. */
    void abort();

    /** The stream has ended: frees what belonged to it alone. */
    void ended();
}
