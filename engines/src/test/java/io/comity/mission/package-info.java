@NullMarked
package io.comity.mission;

import org.jspecify.annotations.NullMarked;
