package dev.livegrad.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.run.Command;
import dev.livegrad.run.CommandResult;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.Level;
import dev.livegrad.run.RunDescription;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.training.inspect.Lattice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EncoderTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aStepsMessageHasArraysOfEqualLengthAndItsOffset() throws Exception {
    JsonNode steps =
        encode(
            new ServerMessage.Steps(
                7,
                List.of(
                    new SeriesEntry(0, 0, 5.25, 5.25, 5.25, 0.1, 0.5, 0.1 + 0.2),
                    SeriesEntry.of(1, 5.0, 0.1, Double.NaN))));
    assertEquals("steps", steps.get("type").textValue());
    assertEquals(2, steps.get("offset").intValue());
    assertEquals("[0,1]", steps.get("from").toString());
    assertEquals("[0,1]", steps.get("step").toString());
    assertEquals("[5.25,5.0]", steps.get("lossMin").toString());
    assertEquals("[0.5,null]", steps.get("accuracy").toString());
    assertEquals("[0.3,null]", steps.get("seconds").toString());
    assertFalse(steps.has("testLoss"), "nothing of tests where there were none");
  }

  @Test
  void aStepsMessageTellsTheTestsAtTheStepsThatHadOne() throws Exception {
    SeriesEntry tested = new SeriesEntry(1, 1, 5, 5, 5, 0.1, 0.5, 1, 0.25, Double.NaN);
    JsonNode steps =
        encode(new ServerMessage.Steps(7, List.of(SeriesEntry.of(0, 5, 0.1, 1), tested)));
    assertEquals("[null,0.25]", steps.get("testLoss").toString());
    assertEquals("[null,null]", steps.get("testAccuracy").toString());
  }

  @Test
  void moreNamesThanAViewerWantsToWaitForAreLeftToHim() throws Exception {
    for (int parameters : new int[] {10_000, 10_001}) {
      JsonNode names =
          JSON.readTree(
                  Encoder.write(
                      new RunDescription(
                          1,
                          Map.of(),
                          Collections.nCopies(parameters, "layer1.neuron1.b"),
                          List.of("x1"),
                          null,
                          null,
                          null,
                          null,
                          0,
                          null,
                          null,
                          null)))
              .get("parameterNames");
      assertEquals(parameters > 10_000, names.isNull());
      assertEquals(parameters > 10_000 ? 0 : parameters, names.size());
    }
  }

  @Test
  void whatJsonCantCarryIsAString() throws Exception {
    JsonNode parameters =
        encode(
            new Level.Parameters(
                1,
                2,
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
                new double[] {0, -0.0, 1}));
    assertEquals("[\"NaN\",\"Infinity\",\"-Infinity\"]", parameters.get("data").toString());
    assertEquals("[0.0,-0.0,1.0]", parameters.get("grad").toString());
  }

  @Test
  void everyDoubleIsReadBackBitForBit() throws Exception {
    Random random = new Random(42);
    double[] data = new double[10_000];
    for (int i = 0; i < data.length; i++) {
      double d = Double.longBitsToDouble(random.nextLong());
      data[i] = Double.isFinite(d) ? d : Double.MIN_VALUE;
    }
    JsonNode read = encode(new Level.Parameters(1, 2, data, new double[0])).get("data");
    for (int i = 0; i < data.length; i++) {
      assertEquals(
          Double.doubleToRawLongBits(data[i]),
          Double.doubleToRawLongBits(read.get(i).doubleValue()));
    }
  }

  @Test
  void anAnswerToAMessageWithoutIdHasNull() throws Exception {
    JsonNode accepted = encode(answer(new CommandResult.Accepted(3, "already paused")));
    assertTrue(accepted.get("id").isNull());
    assertEquals("already paused", accepted.get("note").textValue());
    assertTrue(encode(answer(new CommandResult.Accepted(3, null))).get("note").isNull());
  }

  @Test
  void aJournalNamesTheParameterThatWasSet() throws Exception {
    JsonNode journal =
        encode(
            new ServerMessage.Journal(
                1,
                List.of(
                    new JournalEntry(
                        3, new Command.SetParameter("layer1.neuron1.b", 0.5), "viewer 1"),
                    new JournalEntry(4, new Command.Pause(), "viewer 1"))));
    assertEquals("layer1.neuron1.b", journal.get("entries").get(0).get("name").textValue());
    assertEquals(0.5, journal.get("entries").get(0).get("value").doubleValue());
    assertTrue(journal.get("entries").get(1).get("value").isNull());
    assertFalse(journal.get("entries").get(1).has("name"));
  }

  @Test
  void packedNumbersAreReadBackWithinAHalfLevel() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 100; round++) {
      double[] values = random.doubles(200, -Math.exp(round - 50), 3).toArray();
      values[17] = Double.NaN;
      values[18] = Double.POSITIVE_INFINITY;
      double[] read = unpack(encode(surface(values)).get("values"));
      double extent = Arrays.stream(values).filter(Double::isFinite).max().orElseThrow();
      extent -= Arrays.stream(values).filter(Double::isFinite).min().orElseThrow();
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(values[i])) {
          assertEquals(values[i], read[i], 0.5001 * extent / 65_534 + Math.ulp(values[i]));
        } else {
          assertTrue(Double.isNaN(read[i]));
        }
      }
    }
    assertArrayEquals(new double[] {7, 7}, unpack(encode(surface(7, 7)).get("values")));
    assertArrayEquals(new double[] {Double.NaN}, unpack(encode(surface(Double.NaN)).get("values")));
  }

  private static Level surface(double... values) {
    double[] corner = {0, 1};
    return new Level.Surface(
        1, 2, new Lattice(0, 1, corner, corner, values.length, 1), 0, null, values);
  }

  private static double[] unpack(JsonNode values) throws Exception {
    ByteBuffer bytes =
        ByteBuffer.wrap(values.get("packed").binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
    double low = values.get("low").doubleValue();
    double extent = values.get("high").doubleValue() - low;
    double[] read = new double[bytes.remaining() / 2];
    for (int i = 0; i < read.length; i++) {
      char level = bytes.getChar();
      read[i] = level == 65_535 ? Double.NaN : low + extent * level / 65_534;
    }
    return read;
  }

  @Test
  void textOfAViewersIsEscaped() throws Exception {
    JsonNode rejected = encode(answer(new CommandResult.Rejected("\"\\\u0000\n</script>é")));
    assertEquals("\"\\\u0000\n</script>é", rejected.get("reason").textValue());
  }

  private static ServerMessage answer(CommandResult result) {
    return new ServerMessage.Answer(null, result);
  }

  private static JsonNode encode(ServerMessage message) throws Exception {
    return JSON.readTree(Encoder.encode(message));
  }

  private static JsonNode encode(Level level) throws Exception {
    return JSON.readTree(Encoder.encode(level));
  }
}
