@NullMarked
package io.comity.router;

import org.jspecify.annotations.NullMarked;
