@NullMarked
package io.comity.offer;

import org.jspecify.annotations.NullMarked;
