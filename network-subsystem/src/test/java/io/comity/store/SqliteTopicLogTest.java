package io.comity.store;

import io.comity.topic.TopicId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTopicLogTest extends TopicLogContractTest {
    private static final TopicId BLOCKS = TopicId.of(ALICE, "blocks");

    @TempDir
    Path folder;

    private final List<TopicLogs> opened = new ArrayList<>();

    @Override
    TopicLog fresh(Retention retention, int maxIntroductions) {
        long room = 1L << 30;
        LogLimits limits = new LogLimits(1, room, LogLimits.MAX_WAL_BYTES, Floors.MAX, maxIntroductions, room);
        opened.add(TopicLogs.in(folder.resolve("topics-" + opened.size()), limits));
        return reopened(retention);
    }

    @Override
    TopicLog reopened(Retention retention) {
        log.close();
        return opened.get(opened.size() - 1).open(BLOCKS, retention);
    }

    @AfterEach
    void closeAll() {
        opened.forEach(TopicLogs::close);
    }
}
