/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.detached;

import org.jspecify.annotations.NullMarked;
