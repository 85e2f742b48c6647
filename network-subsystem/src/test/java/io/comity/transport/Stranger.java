package io.comity.transport;

import java.io.IOException;

/** The far end of a stream, held by somebody who keeps to no protocol above it. */
public interface Stranger extends AutoCloseable {
    /** Says {@code bytes}; that the other side has closed already is no failure. */
    void write(byte... bytes) throws IOException;

    /** Says that nothing more will come, and goes on listening. */
    void finish() throws IOException;

    /** Vanishes, as a process does that is killed. */
    void vanish() throws IOException;

    /** Everything the other side still says until it ends the stream; fails when it does not. */
    byte[] readToTheEnd() throws IOException;

    @Override
    void close() throws IOException;
}
