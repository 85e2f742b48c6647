package io.comity.filter;

import java.util.Optional;

/** How a field is compared with a literal. Codes and signs are what bytes and text have. */
public enum Operator {
    EQUAL("="),
    UNEQUAL("!="),
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    /** Whether it asks which of two comes first. */
    boolean isOrder() {
        return this != EQUAL && this != UNEQUAL;
    }

    /** @param comparison of the field with the literal: negative, zero or positive */
    boolean holds(int comparison) {
        return switch (this) {
            case EQUAL -> comparison == 0;
            case UNEQUAL -> comparison != 0;
            case BELOW -> comparison < 0;
            case AT_MOST -> comparison <= 0;
            case ABOVE -> comparison > 0;
            case AT_LEAST -> comparison >= 0;
        };
    }

    static Optional<Operator> of(String sign) {
        for (Operator each : values()) {
            if (each.sign.equals(sign)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
