/**
 * What a node lets others do: missions, grants, invitations and their withdrawal, as decisions without I/O or clock. Decides
 * who may send what; never moves a message.
 */
@NullMarked
package io.comity.mission;

import org.jspecify.annotations.NullMarked;
