package dev.livegrad.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.data.Refusal;
import dev.livegrad.nn.Activation;
import dev.livegrad.run.Command;
import dev.livegrad.run.NewSpec;
import dev.livegrad.run.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CommandTextTest {
  @Test
  void everyCommandIsReadAsItWasWritten() {
    for (Command command :
        List.of(
            new Command.Start(),
            new Command.Pause(),
            new Command.Step(3),
            new Command.SetSpeed(null),
            new Command.SetSpeed(0.5),
            new Command.Reset(null),
            new Command.Reset(-7L),
            new Command.Rewind(12),
            new Command.Change(Activation.RELU, null, null, 0.5),
            new Command.Change(null, null, null, null, new NewSpec("noise 0.3, layers [8, 1]")),
            new Command.Set("optimizer.momentum", 0.9),
            new Command.Set("loss.l2", 1e-4, 7L),
            new Command.Set("training.batch.size", 16),
            new Command.Set("training.batch.size", null),
            new Command.Set("layer1.frozen", true),
            new Command.Set("optimizer.learningRate", Map.of("schedule", "step", "every", 3)),
            new Command.SetLearningRate(0),
            new Command.SetLearningRate(1_000_000, 0L),
            new Command.SetParameter("layer1.neuron1.w0", -0.0),
            new Command.SetParameter("layer1.neuron1.b", Double.MIN_VALUE, Long.MAX_VALUE >> 11),
            new Command.SetParameter("a \"name\", \\ \"value\":1 of its own", 1))) {
      assertEquals(command, CommandText.read(CommandText.of(command)));
    }
  }

  @Test
  void numbersKeepTheirBits() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        Command command = new Command.SetParameter("layer2.neuron1.w3", value, (long) i);
        assertEquals(command, CommandText.read(CommandText.of(command)));
      }
    }
  }

  @Test
  void whatIsNoCommandIsSaid() {
    for (String text :
        List.of(
            "",
            "{\"type\":\"setLearningRate\",\"value\":-1.0}",
            "{\"type\":\"setLearningRate\",\"value\":NaN}",
            "{\"type\":\"setLearningRate\",\"value\":0.1",
            "{\"type\":\"setLearningRate\",\"valve\":0.1}",
            "{\"type\":\"setLearningRate\",\"value\":0.1}}",
            "{\"type\":\"setLearningRate\",\"value\":0.1,\"gesture\":1,\"more\":2}",
            "{\"type\":\"setLearningRate\",\"more\":2,\"value\":0.1}",
            "{\"type\":\"setParameter\",\"name\":\"b",
            "{\"type\":\"setParameter\",\"name\":\"b\",\"value\":\"NaN\"}",
            "{\"type\":\"setParameter\",\"name\":\"b\",\"value\":1.0d}")) {
      StoreException e = assertThrows(StoreException.class, () -> CommandText.read(text));
      assertEquals(
          "its journal has a command that can't be read: " + Refusal.shown(text), e.getMessage());
    }
  }
}
