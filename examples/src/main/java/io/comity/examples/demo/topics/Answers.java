package io.comity.examples.demo.topics;

import java.util.Map;

/** How often Mallory was told what. */
record Answers(Map<String, Integer> byText) {}
