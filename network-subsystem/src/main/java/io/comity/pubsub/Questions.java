package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What followers ask the owner: what was on the topic before, and how many have stored something. Each may have some questions open,
 * so that nobody's questions leave no room for those of others. Used by its {@link Hosting} only.
 */
final class Questions {
    /** Pages that are looked for, for one follower. */
    static final int MAX_READS = 4;

    /** Batches of which one follower waits to hear that they are stored. */
    static final int MAX_AWAITED = 512;

    private static final class Open {
        private int reads;
        private int awaited;
    }

    private final Court court;
    private final Holders holders;
    private final @Nullable Pages pages;
    private final Map<Long, Open> followers = new HashMap<>();

    /** @param pages of what this node keeps; null when it keeps nothing */
    Questions(Court court, Holders holders, @Nullable Pages pages) {
        this.court = court;
        this.holders = holders;
        this.pages = pages;
    }

    private Open open(long follower) {
        return followers.computeIfAbsent(follower, first -> new Open());
    }

    void left(long follower) {
        followers.remove(follower);
    }

    void read(long follower, Demand.Read read) {
        Open open = open(follower);
        if (pages == null) {
            read.replyTo().tell(Page.refused(read.since(), Page.NOT_KEPT));
        } else if (open.reads >= MAX_READS) {
            read.replyTo().tell(Page.refused(read.since(), Page.LATER));
        } else {
            open.reads++;
            pages.read(read.since(), Bytes.of(read.filter()), page -> {
                open.reads--;
                read.replyTo().tell(page);
            });
        }
    }

    void await(long follower, Demand.Await await) {
        boolean isSound = await.epoch() >= 0 && await.sequence() >= 1 && await.holders() >= 1;
        NodeId publisher = isSound ? NodeId.admit(await.publisher()).orElse(null) : null;
        Open open = open(follower);
        if (publisher == null || open.awaited >= MAX_AWAITED) {
            await.replyTo().tell(new Demand.Held(0));
            return;
        }
        open.awaited++;
        Slot first = new Slot(publisher, await.epoch(), await.sequence());
        holders.await(
                first,
                await.holders(),
                count -> {
                    open.awaited--;
                    await.replyTo().tell(new Demand.Held(count));
                },
                court.now());
    }
}
