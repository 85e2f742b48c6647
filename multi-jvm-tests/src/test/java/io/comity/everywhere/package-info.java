/** Holds that a program cannot tell where an engine is: here, on another node, or on one whose connection changes meanwhile. */
@NullMarked
package io.comity.everywhere;

import org.jspecify.annotations.NullMarked;
