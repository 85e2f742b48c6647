/** Tells many stories, and sees that what is wrong with a product is found by them. */
@NullMarked
package io.comity.sim;

import org.jspecify.annotations.NullMarked;
