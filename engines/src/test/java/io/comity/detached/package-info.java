@NullMarked
package io.comity.detached;

import org.jspecify.annotations.NullMarked;
