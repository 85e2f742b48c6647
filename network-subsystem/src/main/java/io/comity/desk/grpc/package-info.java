/** The desk at the port of the gRPC transport. Decides which bare status a refusal is; never whether to refuse. */
@NullMarked
package io.comity.desk.grpc;

import org.jspecify.annotations.NullMarked;
