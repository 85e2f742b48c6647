/**
 * Faults of the machine under real nodes: disks, files, clocks, descriptors, keys that are there twice. Decides what a node must do under each
 * and after it; never how.
 */
@NullMarked
package io.comity.fault;

import org.jspecify.annotations.NullMarked;
