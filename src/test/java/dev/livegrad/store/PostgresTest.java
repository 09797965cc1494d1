package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("thorough")
class PostgresTest extends RunStoreContract {
  private final String url = EmbeddedServer.newDatabase();

  @Override
  RunStore open() {
    return SqlRunStore.at(url, null, null, this::now);
  }

  @Override
  void reopen() {
    closeAndOpen();
  }

  @Test
  void aUrlWithOrWithoutJdbcNamesTheSame() {
    begin("r", 1);
    store().close();
    try (RunStore again =
        SqlRunStore.at("jdbc:" + url.replace("postgres@", ""), "postgres", "", this::now)) {
      assertEquals(1, again.count());
    }
  }

  @Test
  void whatKeepsItFromOpeningIsSaidInASentenceWithoutThePassword() {
    EmbeddedServer.execute("create role reader login password 'right'");
    String place = "localhost:%d/".formatted(EmbeddedServer.port());
    assertRefused(url, url.replace("postgres@", "") + ": another Livegrad uses it");
    assertRefused(
        "postgresql://postgres:secret@" + place + "none",
        "postgresql://" + place + "none: there is no database of this name");
    assertRefused(
        "postgresql://nobody:secret@" + place + "postgres",
        "postgresql://" + place + "postgres: the server refuses this user or password");
    assertRefused(
        "postgresql://postgres:secret@localhost:1/postgres",
        "postgresql://localhost:1/postgres: the server doesn't answer");
    assertRefused(
        "postgresql://postgres:secret@nowhere.invalid/postgres",
        "postgresql://nowhere.invalid/postgres: there is no host of this name");
    String none = "store.url: is no URL of a database; allowed is one as ";
    for (String wrong :
        new String[] {
          "",
          "mysql://a:secret@b/c",
          "postgresql://a:secret@b",
          "postgresql:///c",
          "postgresql://a:sec ret@b/c"
        }) {
      assertRefused(wrong, none + "postgresql://host:5432/database");
    }
    String others = EmbeddedServer.newDatabase();
    assertRefused(
        others + "?currentSchema=pg_catalog",
        others.replace("postgres@", "")
            + ": it holds the tables of another program; nothing was changed");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(120)
  void whatWasToldIsThereAfterTheServerIsKilledAndTheStoreGoesOnByItself() throws Exception {
    String database = EmbeddedServer.newDatabase();
    List<Integer> told = Collections.synchronizedList(new ArrayList<>());
    List<Optional<String>> sentences = Collections.synchronizedList(new ArrayList<>());
    int parts = 0;
    try (RunStore store = SqlRunStore.at(database, null, null, Teller.CLOCK);
        RunStore expected = SqlRunStore.inMemory(Teller.CLOCK)) {
      store.onTrouble(it -> sentences.add(Optional.ofNullable(it).map(RunStore.Trouble::why)));
      for (int round = 0; round < 3; round++) {
        CountDownLatch some = new CountDownLatch(20 * round + 1);
        CountDownLatch all = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
          int part = parts++;
          KillTest.keep(expected, Story.part(part));
          store.keep(
              Story.part(part),
              _ -> {
                told.add(part);
                some.countDown();
                all.countDown();
              });
        }
        some.await();
        EmbeddedServer.killAndStartAgain(() -> {
          assertThrows(StoreException.class, store::count);
          for (int i = 0; i < 5; i++) {
            store.keep(List.of(), _ -> {});
          }
        });
        all.await();
        KillTest.assertSame(expected, store);
      }
    }
    assertEquals(IntStream.range(0, parts).boxed().toList(), told);
    String sentence = database.replace("postgres@", "") + ": the server doesn't answer";
    assertTrue(sentences.contains(Optional.of(sentence)), sentences::toString);
    assertEquals(Optional.empty(), sentences.getLast());
  }

  private static void assertRefused(String url, String sentence) {
    StoreException refusal =
        assertThrows(
            StoreException.class,
            () -> SqlRunStore.at(url, null, null, InstantSource.system()).close());
    assertEquals(sentence, refusal.getMessage());
  }
}
