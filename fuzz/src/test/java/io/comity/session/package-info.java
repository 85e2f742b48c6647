/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.session;

import org.jspecify.annotations.NullMarked;
