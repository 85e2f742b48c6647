/**
 * Everything between this node and one other: its {@link io.comity.proxy.NodeProxy}, the session with it, and an
 * {@link io.comity.proxy.EngineProxy} for each of its engines. Decides when to connect and what waits; never who may do what.
 */
@NullMarked
package io.comity.proxy;

import org.jspecify.annotations.NullMarked;
