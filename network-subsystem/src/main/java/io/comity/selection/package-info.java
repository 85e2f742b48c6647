/**
 * By which address a node is reached: which ones are tried, in which order, how many at a time, and which wins. Pure decisions;
 * never dials, and reads no clock.
 */
@NullMarked
package io.comity.selection;

import org.jspecify.annotations.NullMarked;
