/** Tests of the chaos bench: what it counts, what it draws, and that a session survives a short run of it. */
@NullMarked
package io.comity.bench.chaos;

import org.jspecify.annotations.NullMarked;
