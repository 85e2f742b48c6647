/** What the owner of a node calls the nodes of others. Decides which names may be given; a name is local and proves nothing. */
@NullMarked
package io.comity.petname;

import org.jspecify.annotations.NullMarked;
