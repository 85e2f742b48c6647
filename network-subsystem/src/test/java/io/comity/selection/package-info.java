@NullMarked
package io.comity.selection;

import org.jspecify.annotations.NullMarked;
