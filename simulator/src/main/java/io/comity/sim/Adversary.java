package io.comity.sim;

/** Somebody who keeps to no rule: stands on wires ({@link Ether#tap}), dials nodes and says what it likes. */
public interface Adversary {
    /** Called once, before any node is started. */
    void enter(Ether ether);
}
