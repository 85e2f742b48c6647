@NullMarked
package io.comity.inquiry;

import org.jspecify.annotations.NullMarked;
