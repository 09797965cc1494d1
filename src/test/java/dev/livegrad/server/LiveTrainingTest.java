package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livegrad.run.RunOptions;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.RunSpec;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers on a real socket watch and steer one run. */
@Timeout(60)
final class LiveTrainingTest {
  private static final String SUBSCRIBE = "{'type':'subscribe','topics':['steps']}";
  private static final String FULL_SPEED = "{'type':'setSpeed','stepsPerSecond':null}";

  @Test
  void aRunIsStartedPausedSteppedAndFinishedWithTheTutorialsLosses() throws Exception {
    try (TestServer server = new TestServer()) {
      TestViewer viewer = server.viewer();
      JsonNode welcome = viewer.next();
      assertEquals("welcome", welcome.get("type").textValue());
      assertEquals("ready", welcome.get("status").textValue());
      assertEquals(0, welcome.get("step").longValue());
      assertEquals("four-points", welcome.get("spec").get("name").textValue());
      assertEquals(41, welcome.get("parameterNames").size());
      assertEquals("0.0", welcome.get("boundary").toString());

      viewer.send(SUBSCRIBE).send("{'type':'step','count':3,'id':'three'}");
      JsonNode accepted = viewer.until(m -> m.path("id").asText().equals("three"));
      assertEquals(0, accepted.get("step").longValue());
      assertEquals(3, viewer.untilStatus("paused").get("step").longValue());
      assertEquals(3, viewer.offset, "the steps come before the status that they led to");

      viewer.send(FULL_SPEED).send("{'type':'start'}");
      assertEquals(100, viewer.untilStatus("finished").get("step").longValue());
      assertEquals(100, viewer.offset);
      TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
      double first = run.step().loss();
      assertEquals(first, viewer.series.getFirst().doubleValue());
      assertEquals(5.230518, first, 5e-7);
      assertEquals(0.004950, viewer.series.getLast().doubleValue(), 5e-7);
    }
  }

  @Test
  void aChangedRateIsAnsweredAndThenJournalledBeforeItsFirstStep() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send(SUBSCRIBE).send("{'type':'load','lesson':'endless'}");
      viewer.send(FULL_SPEED).send("{'type':'start'}");
      viewer.untilStatus("running");
      viewer.untilOffset(500);
      viewer.send("{'type':'setLearningRate','value':0.5,'id':1}");
      JsonNode accepted = viewer.until(m -> m.path("id").asInt() == 1);
      JsonNode journal =
          viewer.until(m ->
              TestViewer.is(m, "journal")
                  && m.get("entries").get(0).get("command").textValue().equals("setLearningRate"));
      long step = journal.get("entries").get(0).get("step").longValue();
      assertEquals(0.5, journal.get("entries").get(0).get("value").doubleValue());
      assertTrue(viewer.offset <= step, "no entry beyond the border came before the journal");
      assertEquals(step, accepted.get("step").longValue());
      JsonNode steps = null;
      while (steps == null) {
        JsonNode message = viewer.next();
        if (TestViewer.is(message, "steps") && message.get("offset").longValue() > step) {
          steps = message;
        }
      }
      for (int i = 0; i < steps.get("from").size(); i++) {
        long from = steps.get("from").get(i).longValue();
        long last = steps.get("step").get(i).longValue();
        assertTrue(last < step || from >= step, "no entry covers both sides of the command");
        assertEquals(from < step ? 0.01 : 0.5, steps.get("learningRate").get(i).doubleValue());
      }
    }
  }

  @Test
  void aSetParameterReachesEveryViewersParametersAndTheJournal() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'subscribe','topics':['parameters']}").until("parameters");
      viewer.send("{'type':'setParameter','name':'layer2.neuron1.b','value':0.3,'id':1}");
      JsonNode entry = viewer.until("journal").get("entries").get(0);
      assertEquals("setParameter", entry.get("command").textValue());
      assertEquals("layer2.neuron1.b", entry.get("name").textValue());
      assertEquals(0.3, entry.get("value").doubleValue());
      JsonNode data = viewer.until("parameters").get("data");
      assertEquals(0.3, data.get(4 * 4 + 4).doubleValue());
      viewer.send("{'type':'setParameter','name':'layer9.neuron1.b','value':0.3,'id':2}");
      assertTrue(viewer.until("rejected").get("reason").textValue().contains("layer3.neuron1.b"));
    }
  }

  @Test
  void picturesOfTheNetworkComeToWhoeverAsks() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'subscribe','topics':['surface:0,2,0,3']}");
      JsonNode surface = viewer.until("surface");
      assertEquals(2, surface.get("y").intValue());
      assertEquals(3, surface.get("sample").intValue());
      int points = surface.get("columns").intValue() * surface.get("rows").intValue();
      assertEquals(2 * points, surface.get("values").get("packed").binaryValue().length);
      viewer.send("{'type':'subscribe','topics':['neurons']}");
      JsonNode neurons = viewer.until("neurons");
      assertEquals(9, neurons.get("values").size());
      assertEquals(2 * 4, neurons.get("values").get(0).get("packed").binaryValue().length);
    }
  }

  @Test
  void aGradientCheckIsAnsweredWithItsResult() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'checkGradients','id':'check'}");
      JsonNode check = viewer.until("gradientCheck");
      assertEquals("check", check.get("id").textValue());
      assertEquals(41, check.get("checked").intValue());
      assertEquals(0, check.get("disagreeing").intValue());
      assertEquals("agrees", check.get("rows").get(0).get("verdict").textValue());
      assertTrue(check.get("rows").get(0).get("error").doubleValue() < 1e-5);
    }
  }

  @Test
  void commandsThatMakeNoSenseNowAreAnsweredWithASentence() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'pause','id':1}");
      assertEquals("not started yet", viewer.until("accepted").get("note").textValue());
      viewer.send("{'type':'load','lesson':'nothing','id':2}");
      assertTrue(viewer.until("rejected").get("reason").textValue().startsWith("load.lesson: "));
      viewer.send("{'type':'load','lesson':'diverging'}").send("{'type':'start'}");
      JsonNode diverged = viewer.untilStatus("diverged");
      assertTrue(diverged.get("message").textValue().startsWith("At step "));
      for (String command : List.of("start", "step")) {
        viewer.send("{'type':'" + command + "','id':3}");
        JsonNode rejected = viewer.until("rejected");
        assertEquals(3, rejected.get("id").intValue());
        assertTrue(rejected.get("reason").textValue().contains("reset"));
      }
      viewer.send("{'type':'reset'}");
      assertEquals("ready", viewer.until("welcome").get("status").textValue());
    }
  }

  @Test
  void twoViewersSeeTheSame() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer a = server.viewer();
      TestViewer b = server.viewer();
      a.send(SUBSCRIBE).until("accepted");
      b.send(SUBSCRIBE).until("accepted");
      a.send("{'type':'start'}");
      a.untilStatus("finished");
      b.untilStatus("finished");
      assertEquals(100, a.offset);
      assertEquals(a.series, b.series);
    }
  }

  @Test
  void aLateViewerGetsTheWholeCurveAndThenLiveStepsWithoutAGap() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer early = server.viewer();
      early.send(SUBSCRIBE).send("{'type':'load','lesson':'endless'}").send("{'type':'start'}");
      early.untilStatus("running");
      early.untilOffset(20_000);
      TestViewer late = server.viewer();
      JsonNode welcome = late.next();
      assertTrue(welcome.get("offset").longValue() >= 20_000);
      assertEquals(welcome.get("offset"), welcome.get("step"), "both are as of now");
      late.send(SUBSCRIBE);
      late.untilOffset(40_000);
      late.send("{'type':'pause','id':9}");
      long step = late.untilStatus("paused").get("step").longValue();
      assertEquals(step, late.offset);
      assertEquals(step, early.untilStatus("paused").get("step").longValue());
      assertEquals(step, early.offset);
    }
  }

  @Test
  void aViewerThatComesBackGetsWhatFollowsItsPosition() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer first = server.viewer();
      first.send(SUBSCRIBE).send("{'type':'step','count':40}");
      first.untilStatus("paused");
      first.drop();
      TestViewer back = server.viewer();
      JsonNode welcome = back.next();
      assertEquals(first.trajectory, welcome.get("trajectory").longValue());
      assertEquals(40, welcome.get("offset").longValue());
      back.send("{'type':'start'}");
      back.untilStatus("finished");
      back.offset = 40;
      back.send(
          "{'type':'subscribe','topics':['steps'],'trajectory':%d,'offset':40}"
              .formatted(back.trajectory));
      assertEquals(40, back.until("steps").get("from").get(0).longValue());
      back.untilOffset(100);
    }
  }

  @Test
  void aResetBeginsAnotherTrajectoryForEverybody() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer a = server.viewer();
      TestViewer b = server.viewer();
      long before = a.next().get("trajectory").longValue();
      b.next();
      a.send(SUBSCRIBE).send("{'type':'start'}");
      b.send(SUBSCRIBE).until("accepted");
      a.untilStatus("finished");
      double firstLoss = a.series.getFirst().doubleValue();
      b.send("{'type':'reset','seed':7}");
      JsonNode welcome = a.until("welcome");
      assertTrue(welcome.get("trajectory").longValue() != before);
      assertEquals(7, welcome.get("seed").longValue());
      assertEquals("ready", welcome.get("status").textValue());
      JsonNode status = a.until("status");
      assertEquals(welcome.get("trajectory"), status.get("trajectory"));
      assertEquals("ready", status.get("status").textValue());
      assertEquals(0, status.get("step").longValue());
      a.send("{'type':'start'}");
      a.untilStatus("finished");
      b.until("welcome");
      b.untilStatus("finished");
      assertEquals(100, b.offset);
      assertEquals(a.series, b.series);
      assertTrue(firstLoss != a.series.getFirst().doubleValue(), "other initial parameters");
    }
  }

  @Test
  void levelsComeToThoseWhoAskedEvenWhilePaused() throws Exception {
    try (TestServer server = new TestServer(fast())) {
      TestViewer viewer = server.viewer();
      viewer.send("{'type':'subscribe','topics':['parameters','predictions']}");
      assertEquals(41, viewer.until("parameters").get("data").size());
      viewer.send("{'type':'start'}");
      JsonNode last =
          viewer.until(m -> TestViewer.is(m, "predictions") && m.get("step").asInt() == 100);
      assertEquals(4, last.get("outputs").size());
      assertEquals(0.9663, last.get("outputs").get(0).get(0).doubleValue(), 1e-3);
    }
  }

  @Test
  void aViewerThatReadsNothingForAWhileMissesNoStep() throws Exception {
    try (TestServer server = new TestServer(fast(), List.of(Specs.endless()))) {
      TestViewer slow = server.viewer();
      TestViewer awake = server.viewer();
      slow.send(SUBSCRIBE).until("accepted");
      slow.stopReading();
      awake.send(SUBSCRIBE).send("{'type':'start'}").untilOffset(20_000);
      awake.send("{'type':'pause'}");
      long end = awake.untilStatus("paused").get("step").longValue();
      slow.goOnReading();
      slow.untilOffset(end);
      assertEquals(end, slow.untilStatus("paused").get("step").longValue());
      assertEquals(end, slow.offset);
    }
  }

  @Test
  void everybodyIsToldWhenTheServerStops() throws Exception {
    try (TestServer server = new TestServer()) {
      TestViewer viewer = server.viewer();
      viewer.next();
      TestServer.await(server.stop());
      assertEquals(1001, viewer.closeCode());
    }
  }

  private static ServerOptions fast() {
    return new ServerOptions(
        "127.0.0.1", 0, List.of(), 500, 10_000, 1_000, false, new RunOptions(1_000_000, 30));
  }

  @Test
  void nothingFailsOnTheThreadsThatTrainWhenTheServerStops() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<String> failed = new CopyOnWriteArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      failed.add(thread.getName() + ": " + failure);
    });
    try {
      for (int i = 0; i < 5; i++) {
        try (TestServer server = new TestServer(fast())) {
          TestViewer viewer = server.viewer();
          viewer.send("{'type':'load','lesson':'endless'}").send(FULL_SPEED);
          viewer.send("{'type':'start'}").untilStatus("running");
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertEquals(List.of(), failed);
  }

  @Test
  void whatCannotBeBuiltStandsInTheLogOnceWithItsRun() throws Exception {
    RunSetup good = Specs.endless();
    RunSpec spec = good.spec();
    // No spec that is read is without an optimizer.
    RunSpec bad =
        new RunSpec("bad", "", 1, spec.data(), spec.model(), spec.loss(), null, spec.training());
    List<LogRecord> logged = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("dev.livegrad.server.ws.RunHub");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            logged.add(line);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(handler);
    log.setUseParentHandlers(false);
    try (TestServer server = new TestServer(fast(), List.of(good, good.with(bad)))) {
      String answer = server.request("GET /api/run", "");
      String id = answer.replaceAll("(?s).*\\{\"id\":\"([a-z0-9]+)\".*", "$1");
      TestViewer viewer = server.viewer();
      JsonNode refused = viewer.send("{'type':'load','lesson':'bad'}").until("rejected");
      assertEquals("the server failed; see its log", refused.get("reason").textValue());
      assertEquals(1, logged.size());
      assertEquals("run " + id + ": load by viewer 1 failed", logged.getFirst().getMessage());
      assertNotNull(logged.getFirst().getThrown());
      viewer.send("{'type':'step'}").until("accepted");
    } finally {
      log.removeHandler(handler);
      log.setUseParentHandlers(true);
    }
  }
}
