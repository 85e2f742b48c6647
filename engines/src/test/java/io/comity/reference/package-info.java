@NullMarked
package io.comity.reference;

import org.jspecify.annotations.NullMarked;
