@NullMarked
package io.comity.evidence;

import org.jspecify.annotations.NullMarked;
