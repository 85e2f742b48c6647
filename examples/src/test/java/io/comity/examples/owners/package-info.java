@NullMarked
package io.comity.examples.owners;

import org.jspecify.annotations.NullMarked;
