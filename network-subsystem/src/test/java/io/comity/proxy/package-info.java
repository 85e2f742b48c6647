@NullMarked
package io.comity.proxy;

import org.jspecify.annotations.NullMarked;
