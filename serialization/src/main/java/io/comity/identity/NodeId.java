package io.comity.identity;

/** A node's Ed25519 public key, 32 bytes. */
public record NodeId(Bytes key) {}
