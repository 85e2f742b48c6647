/** What the members of a cluster run. Each decides nothing: it does what its spec says, through the public API of a node. */
@NullMarked
package io.comity.harness.programs;

import org.jspecify.annotations.NullMarked;
