@NullMarked
package io.comity.examples.missions;

import org.jspecify.annotations.NullMarked;
