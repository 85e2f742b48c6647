package io.comity.store;

final class MemoryTopicLogTest extends TopicLogContractTest {
    @Override
    TopicLog fresh(Retention retention, int maxIntroductions) {
        return new MemoryTopicLog(retention, maxIntroductions);
    }

    @Override
    TopicLog reopened(Retention retention) {
        return log;
    }
}
