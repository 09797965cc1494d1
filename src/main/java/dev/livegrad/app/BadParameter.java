package dev.livegrad.app;

import dev.livegrad.data.Refusal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words of our own. */
final class BadParameter {
  private BadParameter() {}

  static String told(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched ->
          unknown(unmatched.getUnmatched().getFirst(), e.getCommandLine());
      case MissingParameterException missing -> missing(missing.getMissing().getFirst());
      case OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + ": stands there twice; once is allowed";
      default -> wrong(e.getArgSpec(), e.getValue());
    };
  }

  private static String unknown(String word, CommandLine command) {
    String shown = Refusal.shown(word);
    if (word.startsWith("-")) {
      return "%s is no option; allowed are %s"
          .formatted(
              shown,
              command.getCommandSpec().options().stream()
                  .map(OptionSpec::longestName)
                  .collect(Collectors.joining(", ")));
    }
    return command.getSubcommands().isEmpty()
        ? shown + " is one word too many"
        : "%s is no command; allowed are %s"
            .formatted(shown, String.join(", ", command.getSubcommands().keySet()));
  }

  private static String missing(ArgSpec argument) {
    return argument.isOption()
        ? "%s: %s is missing behind it".formatted(name(argument), argument.paramLabel())
        : "%s: is missing".formatted(name(argument));
  }

  private static String wrong(@Nullable ArgSpec argument, @Nullable String value) {
    if (argument == null) {
      return "the command line can't be understood";
    }
    return Refusal.notAllowed(name(argument), value, allowed(argument.type()));
  }

  private static String allowed(Class<?> type) {
    if (type == Long.class || type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    return type == boolean.class ? "no value" : "a path";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
