@NullMarked
package io.comity.witness;

import org.jspecify.annotations.NullMarked;
