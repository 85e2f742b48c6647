package io.comity.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void countsWhatCameInOrder() {
        came(0, 1, 2);
        assertThat(ledger.count(3)).isEqualTo(new Ledger.Count(3, 0, 0, 0));
    }

    @Test
    void countsWhatIsMissingInTheMiddleAndAtTheEnd() {
        came(0, 2, 5);
        assertThat(ledger.count(8)).isEqualTo(new Ledger.Count(3, 5, 0, 0));
    }

    @Test
    void countsWhatCameAgain() {
        came(0, 1, 1, 0);
        assertThat(ledger.count(2)).isEqualTo(new Ledger.Count(4, 0, 2, 0));
    }

    @Test
    void countsWhatCameLateAsReorderedAndNotAsLost() {
        came(0, 2, 3, 1, 1);
        assertThat(ledger.count(4)).isEqualTo(new Ledger.Count(5, 0, 1, 1));
    }

    @Test
    void remembersSoManyThatAreMissingAndNoMore() {
        came(Ledger.MAX_MISSING + 1, Ledger.MAX_MISSING - 1, Ledger.MAX_MISSING);
        assertThat(ledger.count(0)).isEqualTo(new Ledger.Count(3, Ledger.MAX_MISSING, 1, 1));
    }

    private void came(long... numbers) {
        for (long number : numbers) {
            ledger.came(number);
        }
    }
}
