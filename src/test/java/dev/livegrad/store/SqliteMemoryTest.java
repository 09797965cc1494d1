package dev.livegrad.store;

import dev.livegrad.run.RunStore;

class SqliteMemoryTest extends RunStoreContract {
  @Override
  RunStore open() {
    return SqlRunStore.inMemory(this::now);
  }
}
