package io.comity.bench;

import java.util.Optional;

/** What to measure, and against what. */
public record Settings(Contender contender, Optional<Contender> peer, Work work, Schedule schedule) {}
