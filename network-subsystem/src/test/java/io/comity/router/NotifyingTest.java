package io.comity.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.advert.AdvertTable;
import io.comity.advert.Gossip;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Notice;
import io.comity.mission.Reason;
import io.comity.observe.Counters;
import io.comity.proxy.Owner;
import io.comity.store.MemoryStore;
import io.comity.wire.Verified;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** To whom it is told, how fast, and what is told no more. */
final class NotifyingTest {
    private static final KeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final int PER_SECOND = RightsSettings.DEFAULT.noticesPerSecond();

    private final List<NodeId> told = new ArrayList<>();
    private final List<Bytes> chains = new ArrayList<>();
    private final List<Bytes> settled = new ArrayList<>();
    private int later;
    private long now;
    private final Notifying notices = new Notifying(
            context(),
            (holder, notice) -> {
                told.add(holder);
                chains.add(Notice.read(notice.signed(), ALICE.nodeId())
                        .map(Verified::value)
                        .orElseThrow()
                        .chain());
            },
            settled::add,
            () -> later++);

    private Router.Context context() {
        Router.Books books = new Router.Books(
                new Owner().authority(),
                new ConcurrentLinkedQueue<>(),
                new HashMap<>(),
                new Keyring(1),
                new NoticeBoard(1),
                new HashMap<>(),
                new HashSet<>(),
                new AdvertTable(ALICE.nodeId(), 1, AdvertTable.Limits.DEFAULT, node -> false),
                new MemoryStore());
        AdvertSettings adverts = new AdvertSettings(
                new AdvertTable.Manner(RouterNeeds.SOON, 0, false),
                Gossip.Settings.DEFAULT,
                RouterNeeds.SOON,
                List.of());
        return RouterNeeds.of(ALICE, books, adverts, new Counters(), () -> Instant.EPOCH, () -> now);
    }

    private static NodeId holder(int number) {
        return MemoryKeyHolder.fromSeed(ByteBuffer.allocate(32).putInt(number).array())
                .nodeId();
    }

    private static Bytes chain(int number) {
        return Bytes.of(ByteBuffer.allocate(32).putInt(number).array());
    }

    @Test
    void whoIsAwayIsToldWhenTheyComeAndOnlyOnce() {
        notices.owe(holder(1), chain(1));
        notices.tell();
        assertThat(told).isEmpty();
        notices.attached(holder(1));
        assertThat(chains).containsExactly(chain(1));
        assertThat(settled).containsExactly(chain(1));
        notices.attached(holder(1));
        notices.tell();
        assertThat(chains).hasSize(1);
    }

    @Test
    void holdersTakeTurns() {
        for (int holder = 1; holder <= 2; holder++) {
            notices.attached(holder(holder));
            notices.owe(holder(holder), chain(1));
            notices.owe(holder(holder), chain(2));
        }
        notices.tell();
        assertThat(told).containsExactly(holder(1), holder(2), holder(1), holder(2));
    }

    @Test
    void soManyAreSignedInASecondAndNotOneMore() {
        for (int holder = 1; holder <= 4; holder++) {
            notices.attached(holder(holder));
            for (int i = 0; i < PER_SECOND / 4 + 1; i++) {
                notices.owe(holder(holder), chain(i));
            }
        }
        notices.tell();
        notices.tell();
        assertThat(told).hasSize(PER_SECOND);
        assertThat(later).isEqualTo(2);
        now = 1_000_000_000;
        notices.tell();
        assertThat(told).hasSize(PER_SECOND + 4);
        assertThat(later).isEqualTo(2);
    }

    @Test
    void oneHolderIsOwedSoManyAndOfOneMoreNothingIsSaid() {
        for (int i = 0; i < Notifying.MAX_OF_ONE_HOLDER; i++) {
            notices.owe(holder(1), chain(i));
        }
        assertThat(settled).isEmpty();
        notices.owe(holder(1), chain(0));
        assertThat(settled).isEmpty();
        notices.owe(holder(1), chain(Notifying.MAX_OF_ONE_HOLDER));
        assertThat(settled).containsExactly(chain(Notifying.MAX_OF_ONE_HOLDER));
        notices.attached(holder(1));
        assertThat(told).hasSize(Notifying.MAX_OF_ONE_HOLDER);
    }

    @Test
    void soManyHoldersAreOwedAndForOneMoreTheFirstIsGivenUp() {
        for (int i = 0; i < Notifying.MAX_HOLDERS; i++) {
            notices.owe(nobody(i), chain(i));
        }
        assertThat(settled).isEmpty();
        notices.owe(nobody(Notifying.MAX_HOLDERS), chain(1));
        assertThat(settled).containsExactly(chain(0));
        notices.attached(nobody(0));
        assertThat(told).isEmpty();
        notices.attached(nobody(1));
        assertThat(told).hasSize(1);
    }

    /** A name without a key, which is cheaper to make. */
    private static NodeId nobody(int number) {
        return new NodeId(chain(number));
    }

    // What others say.

    private static Verified<Notice> said(int owner, int chain) {
        KeyHolder key =
                MemoryKeyHolder.fromSeed(ByteBuffer.allocate(32).putInt(owner).array());
        Bytes signed = Notice.sign(key, chain(chain), Reason.REVOKED, Instant.EPOCH);
        return Notice.read(signed, key.nodeId()).orElseThrow();
    }

    @Test
    void theLastOfEachOwnerAreKept() {
        NoticeBoard board = new NoticeBoard(NoticeBoard.MAX_OF_ONE_OWNER + 2);
        assertThat(board.add(said(1, 1))).isTrue();
        for (int i = 0; i < NoticeBoard.MAX_OF_ONE_OWNER; i++) {
            assertThat(board.add(said(2, i))).isTrue();
        }
        assertThat(board.add(said(2, 0))).isFalse();
        assertThat(board.list()).hasSize(NoticeBoard.MAX_OF_ONE_OWNER + 1);
        assertThat(board.add(said(2, 99))).isTrue();
        assertThat(board.list())
                .hasSize(NoticeBoard.MAX_OF_ONE_OWNER + 1)
                .extracting(Notice::chain)
                .doesNotContain(chain(0))
                .contains(chain(99));
    }

    @Test
    void theLastOfAllAreKept() {
        NoticeBoard board = new NoticeBoard(2);
        board.add(said(1, 1));
        board.add(said(2, 2));
        assertThat(board.list()).hasSize(2);
        board.add(said(3, 3));
        assertThat(board.list()).extracting(Notice::chain).containsExactly(chain(2), chain(3));
    }
}
