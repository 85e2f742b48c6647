/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.node;

import org.jspecify.annotations.NullMarked;
