@NullMarked
package io.comity.bench.filters;

import org.jspecify.annotations.NullMarked;
