/** Frames over TCP: four bytes of length, then the frame. Decides nothing but where a frame ends and when to stop reading. */
@NullMarked
package io.comity.transport.tcp;

import org.jspecify.annotations.NullMarked;
