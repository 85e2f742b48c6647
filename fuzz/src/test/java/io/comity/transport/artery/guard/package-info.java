/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.transport.artery.guard;

import org.jspecify.annotations.NullMarked;
