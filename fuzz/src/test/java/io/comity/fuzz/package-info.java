/** Fuzzers of everything that reads bytes from outside. Decides what must hold of any input; never how the bytes come. */
@NullMarked
package io.comity.fuzz;

import org.jspecify.annotations.NullMarked;
