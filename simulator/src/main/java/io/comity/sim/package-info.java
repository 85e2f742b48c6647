/**
 * Whole nodes in one thread, in a time, on a network and on disks that a seed decides: the same seed is the same story. Decides when
 * things happen and what goes wrong; never what a node does about it, which is the code that runs everywhere else.
 */
@NullMarked
package io.comity.sim;

import org.jspecify.annotations.NullMarked;
