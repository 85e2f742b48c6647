package io.comity.store;

final class MemoryStoreTest extends StoreContractTest {
    @Override
    Store fresh() {
        return new MemoryStore();
    }

    @Override
    Store.Contents reopened() {
        store.close();
        return store.contents();
    }
}
