/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.mission;

import org.jspecify.annotations.NullMarked;
