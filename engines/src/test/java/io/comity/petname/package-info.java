@NullMarked
package io.comity.petname;

import org.jspecify.annotations.NullMarked;
