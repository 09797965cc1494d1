package dev.livegrad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.nn.Activation;
import dev.livegrad.run.Command;
import dev.livegrad.run.Topic;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecoderTest {
  private static final RunSetup LESSON = Specs.fourPoints();
  private static final Decoder DECODER =
      new Decoder(
          new Command.Sources(
              name -> name.equals("four-points") ? LESSON : null,
              spec -> RunSetup.load(spec, Path.of(""))));

  @Test
  void everyCommandIsRead() throws ProtocolException {
    assertEquals(new Command.Start(), command("{'type':'start'}"));
    assertEquals(new Command.Pause(), command("{'type':'pause','id':null}"));
    assertEquals(new Command.Step(5), command("{'type':'step','count':5}"));
    assertEquals(new Command.Step(1), command("{'type':'step'}"));
    assertEquals(new Command.Reset(null), command("{'type':'reset'}"));
    assertEquals(
        new Command.SetLearningRate(0.05), command("{'type':'setLearningRate','value':0.05}"));
    assertEquals(new Command.SetSpeed(null), command("{'type':'setSpeed','stepsPerSecond':null}"));
    assertEquals(
        new Command.Change(Activation.TANH, null, null, 0.5),
        command("{'type':'change','hidden':'tanh','learningRate':0.5}"));
    assertEquals(new Command.Load(LESSON), command("{'type':'load','lesson':'four-points'}"));
    assertEquals(
        "load.lesson: \"moons\" is not allowed; a name that GET /api/lessons tells is",
        refusal("{'type':'load','lesson':'moons'}"));
  }

  @Test
  void subscriptionsAreRead() throws ProtocolException {
    assertEquals(
        new ClientMessage.Subscribe(
            3, Set.of(Topic.STEPS, Topic.PARAMETERS), new Position(1_790_000_000_000L, 120)),
        decode(
            "{'type':'subscribe','id':3,'topics':['steps','parameters'],"
                + "'trajectory':1790000000000,'offset':120}"));
    assertEquals(
        new Position(null, 7),
        ((ClientMessage.Subscribe) decode("{'type':'subscribe','topics':['steps'],'offset':7}"))
            .position());
  }

  @Test
  void anIntegerBeyondThirtyTwoBitsIsReadExactly() throws ProtocolException {
    assertEquals(3_000_000_000L, seed("3000000000"));
    assertEquals((1L << 53) - 1, seed("9007199254740991"));
    assertEquals(-3_000_000_000L, seed("-3000000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "18446744073709551616",
        "1.5",
        "1.0",
        "1e3",
        "'7'",
        "[7]",
        "true",
        "null"
      })
  void aSeedThatIsNoSafeIntegerIsRefused(String seed) {
    assertTrue(refusal("{'type':'reset','seed':" + seed + "}").startsWith("reset.seed: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "-1 | -1",
        "1000000.5 | 1000000.5",
        "'0.1' | \"0.1\"",
        "[0.1] | [0.1]",
        "{} | {}",
        "true | true"
      })
  void aLearningRateThatIsNoNumberInRangeIsRefusedInOneLine(String value, String shown) {
    assertEquals(
        "setLearningRate.value: %s is not allowed; a finite number from 0 to 1000000 is"
            .formatted(shown),
        refusal("{'type':'setLearningRate','value':" + value + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "NaN", "Infinity", "+1", "0x10", "01", ".5"})
  void aLearningRateThatIsNoFiniteJsonNumberIsRefused(String value) {
    assertThrows(
        ProtocolException.class, () -> decode("{'type':'setLearningRate','value':" + value + "}"));
  }

  @Test
  void aParameterIsSetByItsName() throws Exception {
    assertEquals(
        new Command.SetParameter("layer1.neuron2.b", -1e300),
        command("{'type':'setParameter','name':'layer1.neuron2.b','value':-1e300}"));
    assertEquals(
        "setParameter.value: \"NaN\" is not allowed; a finite number is",
        refusal("{'type':'setParameter','name':'layer1.neuron1.w0','value':'NaN'}"));
    assertEquals(
        new Command.AddPoints(List.of(List.of(1.0, -0.5, "A"), List.of(2.0, 3.0, 1.0)), 7L),
        command("{'type':'addPoints','points':[[1,-0.5,'A'],[2,3,1]],'first':7}"));
    assertEquals(
        "addPoints.points: has 0 points; allowed are 1 to 100",
        refusal("{'type':'addPoints','points':[]}"));
    assertEquals(
        "addPoints.points: has 101 points; allowed are 1 to 100",
        refusal("{'type':'addPoints','points':[" + "[1,1],".repeat(100) + "[1,1]]}"));
  }

  @Test
  void aSurfaceIsOfTwoInputsAndPerhapsAnOutputAndASample() throws Exception {
    for (String word : List.of("surface:0,1", "surface:2,2,1", "surface:0,1,0,99999")) {
      ClientMessage.Subscribe subscribe =
          (ClientMessage.Subscribe) decode("{'type':'subscribe','topics':['" + word + "']}");
      assertEquals(word, subscribe.topics().iterator().next().word());
    }
  }

  @Test
  void aTypeThatIsNoTextIsToldAsWhatItIs() {
    assertEquals("type: 5 is not allowed; a text as \"start\" is", refusal("{'type':5}"));
    assertEquals("type: is missing", refusal("{}"));
    assertTrue(refusal("{'type':null}").startsWith("type: null is not allowed"));
  }

  @Test
  void theIdIsRepeatedInARefusalWhereItCanBeRead() {
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> decode("{'type':'step','id':'a7','count':0}"));
    assertEquals("a7", e.id());
    e = assertThrows(ProtocolException.class, () -> decode("{'type':'jump','id':7}"));
    assertEquals(7, e.id());
    e = assertThrows(ProtocolException.class, () -> decode("{'type':'step','id':7"));
    assertNull(e.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "3",
        "'start'",
        "[]",
        "{}",
        "{'type':3}",
        "{'type':'jump'}",
        "{'type':'start'} {}",
        "{'type':'start',}",
        "{'type':'start','type':'pause'}",
        "{'type':'step','count':1,'count':2}",
        "{'type':'start','extra':1}",
        "{'type':'start','id':1.5}",
        "{'type':'start','id':[]}",
        "{'type':'start','id':{}}",
        "{'type':'subscribe'}",
        "{'type':'subscribe','topics':[]}",
        "{'type':'subscribe','topics':'steps'}",
        "{'type':'subscribe','topics':['graphs']}",
        "{'type':'subscribe','topics':['steps:3']}",
        "{'type':'subscribe','topics':['parameters:']}",
        "{'type':'subscribe','topics':[3]}",
        "{'type':'subscribe','topics':['steps'],'trajectory':3}",
        "{'type':'subscribe','topics':['steps'],'trajectory':3,'offset':-1}",
        "{'type':'addPoints'}",
        "{'type':'addPoints','points':7}",
        "{'type':'addPoints','points':[1,2]}",
        "{'type':'addPoints','points':[[1,null]]}",
        "{'type':'addPoints','points':[[1,1e999]]}",
        "{'type':'addPoints','points':[[1,'']]}",
        "{'type':'addPoints','points':[[1,1]],'first':-1}",
        "{'type':'setParameter'}",
        "{'type':'setParameter','name':'layer1.neuron1.w0'}",
        "{'type':'setParameter','value':1}",
        "{'type':'setParameter','name':7,'value':1}",
        "{'type':'setParameter','name':'layer1.neuron1.w0','value':1e999}",
        "{'type':'setParameter','name':'layer1.neuron1.w0','value':'NaN'}",
        "{'type':'setParameter','name':'layer1.neuron1.w0','value':null}",
        "{'type':'setLearningRate','value':null}",
        "{'type':'change'}",
        "{'type':'change','hidden':'softmax'}",
        "{'type':'change','hidden':null}",
        "{'type':'change','learningRate':-1}",
        "{'type':'subscribe','topics':['steps'],'offset':null}",
        "{'type':'checkGradients','value':1}",
        "{'type':'subscribe','topics':['surface']}",
        "{'type':'subscribe','topics':['surface:0']}",
        "{'type':'subscribe','topics':['surface:0,1,2,3,4']}",
        "{'type':'subscribe','topics':['neurons:1']}",
        "{'type':'setSpeed'}",
        "{'type':'setSpeed','stepsPerSecond':0}",
        "{'type':'setSpeed','stepsPerSecond':1e999}",
        "{'type':'load'}",
        "{'type':'load','lesson':3}",
        "{'type':'step','count':3000000000}",
        "{'type':'step','count':1000001}"
      })
  void whatIsNoMessageOfTheProtocolIsRefusedInOneLine(String text) {
    String reason = refusal(text);
    assertEquals(1, reason.lines().count(), reason);
    assertTrue(reason.length() < 400, reason);
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    assertTrue(refusal("{'type':'step','cuont':3}").startsWith("step.cuont: "));
  }

  @Test
  void nestingBeyondSixteenIsRefused() {
    String deep = "[".repeat(1_000) + "]".repeat(1_000);
    assertTrue(refusal("{'type':'step','count':" + deep + "}").length() < 400);
  }

  /**
   * The decoder's promise is one exception for everything; here it meets what nobody would write.
   */
  @Test
  void nothingButARefusalComesFromDamagedMessages() {
    Random random = new Random(42);
    String[] seeds = {
      "{\"type\":\"subscribe\",\"id\":\"x\",\"topics\":[\"steps\"],\"trajectory\":1,\"offset\":2}",
      "{\"type\":\"setLearningRate\",\"value\":1e-3,\"id\":12}",
      "{\"type\":\"reset\",\"seed\":-12}",
      "{\"type\":\"setParameter\",\"name\":\"layer1.neuron2.w0\",\"value\":0.5}",
      "{\"type\":\"setSpeed\",\"stepsPerSecond\":null}"
    };
    String alphabet = "{}[]\",:0123456789.eE+-ntf\\u\u0000\ud800é \n";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int edits = 1 + random.nextInt(5); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      try {
        DECODER.decode(text.toString());
      } catch (ProtocolException e) {
        assertEquals(1, e.getMessage().lines().count(), () -> text + " -> " + e.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("for " + text, e);
      }
    }
  }

  private static long seed(String seed) throws ProtocolException {
    return ((Command.Reset) command("{'type':'reset','seed':" + seed + "}")).seed();
  }

  private static String refusal(String text) {
    return assertThrows(ProtocolException.class, () -> decode(text)).getMessage();
  }

  private static Command command(String text) throws ProtocolException {
    return assertInstanceOf(ClientMessage.Steer.class, decode(text)).command();
  }

  private static ClientMessage decode(String text) throws ProtocolException {
    return DECODER.decode(text.replace('\'', '"'));
  }
}
