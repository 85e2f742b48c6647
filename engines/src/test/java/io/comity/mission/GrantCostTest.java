package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.id;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.comity.identity.MemoryKeyHolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message under a chain of any length makes no object, whether it passes or not. */
final class GrantCostTest {
    private static final int MESSAGES = 200_000;
    /** What the JVM makes on the side while it compiles; an object per message would be a hundred times that. */
    private static final long STRAY_BYTES = 32 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long nowNs;

    private static Grant under(int links) {
        Authority authority = new Authority(id(ALICE), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission("hello", Map.of("greeter", Set.of())));
        Caveats caveats = Caveats.NONE
                .depth(7)
                .rate(1_000, Duration.ofSeconds(1))
                .quota(1_000_000)
                .inFlight(9);
        MemoryKeyHolder holder = People.key(70);
        Chain chain = People.read(
                Chain.encode(authority.grant(ALICE, "hello", Holder.node(id(holder)), caveats, salt(1), NOW)));
        for (int i = 1; i < links; i++) {
            MemoryKeyHolder next = People.key(70 + i);
            chain = chain.extend(holder, Holder.node(id(next)), Caveats.NONE, salt(i), NOW);
            holder = next;
        }
        Admission admission = authority.accept(People.sound(chain.encoded()), id(holder), null, NOW, 0);
        return ((Admission.Accepted) admission).grant();
    }

    private long passed(Grant grant) {
        long passed = 0;
        for (int i = 0; i < MESSAGES; i++) {
            nowNs += 100_000;
            if (grant.admit(10, true, NOW.getEpochSecond(), nowNs) == Verdict.ADMITTED) {
                passed++;
                grant.finish();
            }
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Chain.MAX_LINKS})
    void judgingAMessageMakesNoObject(int links) {
        Grant grant = under(links);
        passed(grant);
        long before = threads.getCurrentThreadAllocatedBytes();
        long passed = passed(grant);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(STRAY_BYTES);
        assertThat(passed).as("a thousand a second, of ten thousand").isEqualTo(MESSAGES / 10);
    }
}
