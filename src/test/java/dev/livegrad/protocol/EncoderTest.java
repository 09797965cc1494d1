package dev.livegrad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EncoderTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aStepsMessageHasArraysOfEqualLengthAndItsOffset() throws Exception {
    JsonNode steps =
        encode(
            new ServerMessage.Steps(
                7, List.of(Entry.of(0, 5.25, 0.1, 0.5), Entry.of(1, 5.0, 0.1, Double.NaN))));
    assertEquals("steps", steps.get("type").textValue());
    assertEquals(2, steps.get("offset").intValue());
    assertEquals("[0,1]", steps.get("from").toString());
    assertEquals("[0,1]", steps.get("step").toString());
    assertEquals("[5.25,5.0]", steps.get("lossMin").toString());
    assertEquals("[0.5,null]", steps.get("accuracy").toString());
  }

  @Test
  void whatJsonCantCarryIsAString() throws Exception {
    JsonNode parameters =
        encode(
            new ServerMessage.Parameters(
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
    JsonNode read = encode(new ServerMessage.Parameters(1, 2, data, new double[0])).get("data");
    for (int i = 0; i < data.length; i++) {
      assertEquals(
          Double.doubleToRawLongBits(data[i]),
          Double.doubleToRawLongBits(read.get(i).doubleValue()));
    }
  }

  @Test
  void anAnswerToAMessageWithoutIdHasNull() throws Exception {
    JsonNode accepted =
        encode(new ServerMessage.Accepted(NullNode.getInstance(), 3, "already paused"));
    assertTrue(accepted.get("id").isNull());
    assertEquals("already paused", accepted.get("note").textValue());
    assertTrue(
        encode(new ServerMessage.Accepted(NullNode.getInstance(), 3, null)).get("note").isNull());
  }

  @Test
  void textOfAViewersIsEscaped() throws Exception {
    JsonNode rejected =
        encode(new ServerMessage.Rejected(NullNode.getInstance(), "\"\\\u0000\n</script>é"));
    assertEquals("\"\\\u0000\n</script>é", rejected.get("reason").textValue());
  }

  private static JsonNode encode(ServerMessage message) throws Exception {
    return JSON.readTree(Encoder.encode(message));
  }
}
