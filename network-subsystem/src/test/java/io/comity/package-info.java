@NullMarked
package io.comity;

import org.jspecify.annotations.NullMarked;
