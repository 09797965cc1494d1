package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.Specs;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever becomes of the store, each request gets an answer in words, and soon. */
@Timeout(60)
final class StoreInTroubleTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long ANSWER_MILLIS = 500;
  private static final String DAMAGE = "the disk: it is damaged";
  private static final String SPEC = "application/yaml";
  private static final String YAML =
      """
      name: while it hung
      data: {inline: {inputs: [[1.0], [-1.0]], targets: [1.0, -1.0]}}
      model: {layers: [2, 1], hidden: tanh, output: tanh}
      optimizer: {learningRate: 0.1}
      """;

  private final RunStore sound = SqlRunStore.inMemory(InstantSource.system());
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Object> troubles = new CompletableFuture<>();

  /** All that is asked of the store waits until then. */
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  /** Whether nothing can be written, now or later. */
  private volatile boolean isDamaged;

  /** Whether nothing can be read. */
  private volatile boolean fails;

  @AfterEach
  void close() {
    writer.close();
    sound.close();
  }

  @Test
  void eachRequestIsAnsweredWhileTheStoreHangsOrFailsAndIsDoneWhenItComesBack() throws Exception {
    try (TestServer server =
        new TestServer(
            ServerOptions.defaults(), List.of(Specs.endless()), store(), ANSWER_MILLIS)) {
      String run = json(server.request("GET /api/run", "")).get("id").textValue();
      String parked = made(server.request("POST /api/runs", YAML, "Content-Type: " + SPEC));
      TestViewer viewer = server.viewer();
      hanging = new CountDownLatch(1);
      for (String answer : answers(server, run, parked)) {
        assertEquals(
            "the answer takes too long; what was asked for may still be done", error(answer));
      }
      tellTrouble(new RunStore.Trouble("the disk: is gone", true));
      assertEquals(
          "the disk: is gone; what was asked for may still be done",
          error(server.request("GET /api/runs", "")));
      hanging.countDown();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!isMadeAndTheOtherDeleted(server, parked)) {
        assertTrue(System.nanoTime() < until, "what was asked for is done");
      }
      fails = true;
      assertEquals("the store fails", error(server.request("GET /api/runs", "")));
      fails = false;
      viewer.send("{\"type\":\"step\",\"count\":3}").untilStatus("paused");
      viewer.drop();
    }
  }

  @Test
  void aStoreThatIsDamagedStopsTheRunAndEachChangeIsRefusedAtOnce() throws Exception {
    try (TestServer server =
        new TestServer(
            ServerOptions.defaults(), List.of(Specs.endless()), store(), ANSWER_MILLIS)) {
      String run = json(server.request("GET /api/run", "")).get("id").textValue();
      TestViewer viewer = server.viewer();
      viewer.send("{\"type\":\"start\"}").untilStatus("running");
      isDamaged = true;
      JsonNode paused = viewer.untilStatus("paused");
      assertEquals(
          "Nothing is kept any more, so all runs stand still: the disk: it is damaged.",
          paused.get("trouble").textValue());
      viewer.send("{\"type\":\"setLearningRate\",\"value\":0.5,\"id\":1}");
      assertEquals(
          "setLearningRate: nothing is kept any more: the disk: it is damaged",
          viewer.until(it -> it.path("id").asInt() == 1).get("reason").textValue());
      viewer.drop();
      TestViewer later = server.viewer();
      assertEquals("welcome", later.next().get("type").textValue());
      later.drop();
      String json = "Content-Type: application/json";
      for (String answer :
          List.of(
              server.request("POST /api/runs", YAML, "Content-Type: " + SPEC),
              server.request("PATCH /api/runs/" + run, "{\"name\":\"new\"}", json),
              server.request("POST /api/runs/%s/branch".formatted(run), "{\"step\":0}", json))) {
        assertEquals("the disk: it is damaged", error(answer));
      }
      assertTrue(server.request("GET /api/runs", "").startsWith("HTTP/1.1 200 "));
      TestServer.await(server.stop());
    }
  }

  /** Of everything that has to do with the store, asked for at once. */
  private static List<String> answers(TestServer server, String open, String other)
      throws Exception {
    String json = "Content-Type: application/json";
    List<String[]> requests =
        List.of(
            new String[] {"POST /api/runs", YAML, "Content-Type: " + SPEC},
            new String[] {"GET /api/runs", "", ""},
            new String[] {"GET /api/runs?curve=9", "", ""},
            new String[] {"GET /api/runs/" + open, "", ""},
            new String[] {"PATCH /api/runs/" + open, "{\"name\":\"new\"}", json},
            new String[] {"DELETE /api/runs/" + other, "", ""},
            new String[] {"POST /api/runs/%s/branch".formatted(open), "{\"step\":0}", json},
            new String[] {
              "POST /api/runs/%s/commands".formatted(open), "{\"type\":\"pause\"}", json
            },
            new String[] {"GET /api/runs/%s/steps.csv".formatted(open), "", ""},
            new String[] {"GET /api/runs/%s/series".formatted(open), "", ""},
            new String[] {"GET /api/rates?run=" + open, "", ""},
            new String[] {"GET /api/datasets/" + "0".repeat(64), "", ""},
            new String[] {"POST /api/datasets", "a,b\n1,2\n", "Content-Type: text/csv"});
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> asked = new ArrayList<>();
      for (String[] it : requests) {
        String[] headers = it[2].isEmpty() ? new String[0] : new String[] {it[2]};
        asked.add(CompletableFuture.supplyAsync(() -> request(server, it, headers), clients));
      }
      return asked.stream().map(CompletableFuture::join).toList();
    }
  }

  private static String request(TestServer server, String[] request, String[] headers) {
    try {
      return server.request(request[0], request[1], headers);
    } catch (IOException e) {
      return request[0] + ": " + e;
    }
  }

  private static boolean isMadeAndTheOtherDeleted(TestServer server, String other)
      throws Exception {
    JsonNode runs = json(server.request("GET /api/runs?name=hung", "")).get("runs");
    return runs.size() == 1 && !runs.get(0).get("id").textValue().equals(other);
  }

  private void tellTrouble(RunStore.Trouble trouble) {
    @SuppressWarnings("unchecked")
    Consumer<RunStore.@Nullable Trouble> listener =
        (Consumer<RunStore.@Nullable Trouble>) troubles.join();
    listener.accept(trouble);
  }

  private static String error(String answer) throws Exception {
    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    return json(answer).get("error").textValue();
  }

  private static String made(String answer) throws Exception {
    return json(answer).get("id").textValue();
  }

  private static JsonNode json(String answer) throws Exception {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  /** One in memory that hangs and fails when this test wants it to. */
  private RunStore store() {
    return (RunStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RunStore.class},
            (_, method, args) -> {
              CountDownLatch until = hanging;
              switch (method.getName()) {
                case "onTrouble" -> troubles.complete(args[0]);
                case "keep" ->
                    writer.execute(() -> {
                      await(until);
                      @SuppressWarnings("unchecked")
                      List<RunStore.Update> updates = (List<RunStore.Update>) args[0];
                      RunStore.Kept kept = (RunStore.Kept) args[1];
                      if (isDamaged) {
                        tellTrouble(new RunStore.Trouble(DAMAGE, false));
                        kept.told(DAMAGE);
                      } else {
                        sound.keep(updates, kept);
                      }
                    });
                default -> {
                  await(until);
                  if (fails) {
                    throw new StoreException("the store fails");
                  }
                  return method.invoke(sound, args);
                }
              }
              return null;
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
