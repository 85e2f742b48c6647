/**
 * Who is who: node identities, the keys that prove them, and the seam behind which private keys stay. Decides whether a
 * key and a signature are acceptable; never decides what their owner may do.
 */
@NullMarked
package io.comity.identity;

import org.jspecify.annotations.NullMarked;
