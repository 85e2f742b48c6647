@NullMarked
package io.comity.node;

import org.jspecify.annotations.NullMarked;
