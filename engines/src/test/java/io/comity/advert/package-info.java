@NullMarked
package io.comity.advert;

import org.jspecify.annotations.NullMarked;
