package io.comity.engine;

/** One concrete type of a protocol or a choice, and what it is called on the wire. */
record WireType(String name, Class<?> messageClass, Part part) {}
