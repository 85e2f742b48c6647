@NullMarked
package io.comity.store;

import org.jspecify.annotations.NullMarked;
