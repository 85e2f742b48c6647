/**
 * The product with one fault each, to see that what watches over it notices. One list for everything that watches: the explorer and the
 * stories of the simulator. For tests alone; knows the product by names only.
 */
@NullMarked
package io.comity.mutant;

import org.jspecify.annotations.NullMarked;
