/**
 * Calls that need no session: one signed message of a key that holds a grant, over any carrier, and the signed answer. Decides
 * whose call it is, whether it is new and in time, and what its bytes mean; never who may send what, and never moves a byte.
 */
@NullMarked
package io.comity.detached;

import org.jspecify.annotations.NullMarked;
