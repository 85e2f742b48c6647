/**
 * {@code comity soak}: a node that others come to and go from for as long as one likes, and what it takes of its machine meanwhile. Decides
 * what a leak looks like; knows nothing of what leaks.
 */
@NullMarked
package io.comity.bench.soak;

import org.jspecify.annotations.NullMarked;
