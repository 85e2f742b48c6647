/** The first engine to read: it greets. Decides how a greeting sounds; never who may ask for one, which is the node's affair. */
@NullMarked
package io.comity.examples.greeter;

import org.jspecify.annotations.NullMarked;
