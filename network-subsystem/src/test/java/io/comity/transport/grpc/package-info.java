@NullMarked
package io.comity.transport.grpc;

import org.jspecify.annotations.NullMarked;
