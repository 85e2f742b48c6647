/**
 * Streams over Unix domain sockets, between processes of one machine. Decides where the socket's file is and whether one that
 * lies there already may be replaced; never who may connect beyond what the file system says.
 */
@NullMarked
package io.comity.transport.unix;

import org.jspecify.annotations.NullMarked;
