@NullMarked
package io.comity.dissemination;

import org.jspecify.annotations.NullMarked;
