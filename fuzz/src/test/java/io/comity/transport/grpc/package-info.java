/** The package of that name, opened to fuzzers. */
@NullMarked
package io.comity.transport.grpc;

import org.jspecify.annotations.NullMarked;
