@NullMarked
package io.comity.limit;

import org.jspecify.annotations.NullMarked;
