@NullMarked
package io.comity.session;

import org.jspecify.annotations.NullMarked;
