@NullMarked
package io.comity.topic;

import org.jspecify.annotations.NullMarked;
