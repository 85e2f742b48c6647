package io.comity.store;

final class MemoryTopicLogTest extends TopicLogContractTest {
    @Override
    TopicLog fresh(Retention retention) {
        return new MemoryTopicLog(retention);
    }

    @Override
    TopicLog reopened(Retention retention) {
        return log;
    }
}
