package io.comity.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a figure is to be, its bound included. */
public record Goal(Sense sense, double bound) {
    /** On which side of the bound it is good. */
    public enum Sense {
        @JsonProperty("at least")
        AT_LEAST("≥"),
        @JsonProperty("at most")
        AT_MOST("≤");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    /** A value that is no number meets nothing. */
    boolean isMetBy(double value) {
        return sense == Sense.AT_LEAST ? value >= bound : value <= bound;
    }

    String text() {
        return sense.sign + " " + Figure.text(bound);
    }
}
