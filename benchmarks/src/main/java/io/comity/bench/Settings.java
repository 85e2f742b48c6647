package io.comity.bench;

import java.util.Optional;

/** What to measure, and against what. */
public record Settings(Side side, Optional<Side> peer, Work work, Schedule schedule) {}
