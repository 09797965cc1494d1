package dev.livegrad.store;

import dev.livegrad.run.RunStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest extends RunStoreContract {
  @TempDir private Path folder;

  @Override
  RunStore open() {
    return SqlRunStore.in(folder.resolve("new/data"), this::now);
  }

  @Override
  void reopen() {
    closeAndOpen();
  }
}
