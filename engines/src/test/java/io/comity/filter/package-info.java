@NullMarked
package io.comity.filter;

import org.jspecify.annotations.NullMarked;
