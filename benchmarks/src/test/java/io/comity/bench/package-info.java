/** Tests of the ruler: its arithmetic, the shape of its report, and that it really moves messages. */
@NullMarked
package io.comity.bench;

import org.jspecify.annotations.NullMarked;
