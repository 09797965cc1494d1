package dev.livegrad.store;

import dev.livegrad.data.Refusal;
import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Decoder;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ProtocolException;
import dev.livegrad.run.Command;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.spec.LearningRate;
import org.jspecify.annotations.Nullable;

/** Commands as the messages that give them. */
final class CommandText {
  private static final Decoder DECODER = new Decoder(Command.Sources.NONE);

  private static final String RATE = "{\"type\":\"setLearningRate\",\"value\":";
  private static final String PARAMETER = "{\"type\":\"setParameter\",\"name\":\"";
  private static final String HYPERPARAMETER = "{\"type\":\"set\",\"name\":\"";
  private static final String NAME_END = "\",\"value\":";
  private static final String GESTURE = ",\"gesture\":";

  private CommandText() {}

  static String of(Command command) {
    if (command instanceof Command.Load) {
      throw new IllegalArgumentException("a journal tells of another run by its reset");
    }
    return Encoder.write(command);
  }

  /**
   * The command that {@link #of} wrote.
   *
   * @throws StoreException if the text is none
   */
  static Command read(String text) {
    Command set = set(text);
    return set == null ? decode(text) : set;
  }

  /**
   * A number that was set, as a slider that is dragged writes by the thousand: to read them all as
   * JSON takes longer than all else that a run is opened with. Null for what isn't written just so,
   * or not allowed.
   */
  private static @Nullable Command set(String text) {
    boolean isRate = text.startsWith(RATE);
    String named = text.startsWith(PARAMETER) ? PARAMETER : HYPERPARAMETER;
    int nameEnd = text.startsWith(named) ? text.indexOf(NAME_END, named.length()) : -1;
    if (!(isRate || nameEnd >= 0) || !text.endsWith("}") || text.indexOf('\\') >= 0) {
      return null;
    }
    int end = text.length() - 1;
    int start = isRate ? RATE.length() : nameEnd + NAME_END.length();
    int comma = text.indexOf(GESTURE, start);
    String number = text.substring(start, comma < 0 ? end : comma);
    try {
      double value = Double.parseDouble(number);
      if (!Double.isFinite(value) || !Double.toString(value).equals(number)) {
        return null;
      }
      Long gesture =
          comma < 0 ? null : (Long) Long.parseLong(text.substring(comma + GESTURE.length(), end));
      if (!isRate) {
        String name = text.substring(named.length(), nameEnd);
        return named.equals(PARAMETER)
            ? new Command.SetParameter(name, value, gesture)
            : new Command.Set(name, value, gesture);
      }
      return value >= 0 && value <= LearningRate.MAX
          ? new Command.SetLearningRate(value, gesture)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Command decode(String text) {
    try {
      if (DECODER.decode(text) instanceof ClientMessage.Steer(_, Command command)) {
        return command;
      }
    } catch (ProtocolException e) {
      // It is said below.
    }
    throw new StoreException(
        "its journal has a command that can't be read: " + Refusal.shown(text));
  }
}
