/**
 * The {@link io.comity.router.Router}: knows every node, every mission and where things are; spawns a NodeProxy per remote node.
 * Decides who is told what; never sees a message between engines.
 */
@NullMarked
package io.comity.router;

import org.jspecify.annotations.NullMarked;
