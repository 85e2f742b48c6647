/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.proxy;

import org.jspecify.annotations.NullMarked;
