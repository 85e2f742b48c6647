/** What the owner of a node can see of it: counters of what was delivered, refused and dropped. Decides nothing. */
@NullMarked
package io.comity.observe;

import org.jspecify.annotations.NullMarked;
