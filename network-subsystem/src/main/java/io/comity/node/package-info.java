/** The one door: {@link io.comity.node.Node} and its settings. Decides how the parts are put together, nothing else. */
@NullMarked
package io.comity.node;

import org.jspecify.annotations.NullMarked;
