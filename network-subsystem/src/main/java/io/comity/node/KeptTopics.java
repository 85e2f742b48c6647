package io.comity.node;

import io.comity.store.Retention;
import io.comity.store.TopicLog;
import io.comity.store.TopicLogs;
import io.comity.topic.TopicId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a node keeps of topics: a folder that is there once something is kept. */
final class KeptTopics implements AutoCloseable {
    private final Path folder;
    private final long maxFileBytes;
    private @Nullable TopicLogs logs;

    KeptTopics(Path folder, long maxFileBytes) {
        this.folder = folder;
        this.maxFileBytes = maxFileBytes;
    }

    /** @throws io.comity.store.StoreException as by {@link TopicLogs} */
    synchronized TopicLog open(TopicId topic, Retention retention) {
        TopicLogs known = logs;
        if (known == null) {
            known = TopicLogs.in(folder, maxFileBytes);
            logs = known;
        }
        return known.open(topic, retention);
    }

    @Override
    public synchronized void close() {
        if (logs != null) {
            logs.close();
        }
    }
}
