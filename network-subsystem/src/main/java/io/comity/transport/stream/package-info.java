/**
 * Wires made of streams of bytes: four bytes of length, then the frame. Decides where a frame ends, when to stop reading, and
 * how streams are accepted, dialled and closed; never what a stream is made of, which is for the packages beside this one.
 */
@NullMarked
package io.comity.transport.stream;

import org.jspecify.annotations.NullMarked;
