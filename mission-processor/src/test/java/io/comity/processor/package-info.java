@NullMarked
package io.comity.processor;

import org.jspecify.annotations.NullMarked;
