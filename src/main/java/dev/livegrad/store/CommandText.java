package dev.livegrad.store;

import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Decoder;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ProtocolException;
import dev.livegrad.run.Command;
import dev.livegrad.run.StoreException;

/** Commands as the messages that give them. */
final class CommandText {
  private static final Decoder DECODER = new Decoder(_ -> null);

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
    try {
      if (DECODER.decode(text) instanceof ClientMessage.Steer(_, Command command)) {
        return command;
      }
    } catch (ProtocolException e) {
      // It is said below.
    }
    throw new StoreException("its journal has a command that can't be read: " + text);
  }
}
