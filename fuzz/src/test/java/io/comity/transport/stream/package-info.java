/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.transport.stream;

import org.jspecify.annotations.NullMarked;
