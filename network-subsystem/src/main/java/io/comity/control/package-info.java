/**
 * How the owner of a node asks it for something from another process: one JSON object a line in, one out, over a socket in the
 * node's folder. Decides what may be asked and how that is written; never who may ask, which the file system says, and never what
 * becomes of it, which the node does.
 */
@NullMarked
package io.comity.control;

import org.jspecify.annotations.NullMarked;
