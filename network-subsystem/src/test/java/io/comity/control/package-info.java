@NullMarked
package io.comity.control;

import org.jspecify.annotations.NullMarked;
