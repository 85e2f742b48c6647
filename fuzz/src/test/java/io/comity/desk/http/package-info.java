/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.desk.http;

import org.jspecify.annotations.NullMarked;
