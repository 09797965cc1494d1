package dev.livegrad.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer can subscribe to: a kind, and for some kinds what of it, as the sample in {@code
 * graph:3}.
 *
 * @param arguments whole numbers from 0
 */
public record Topic(Kind kind, List<Integer> arguments) {
  public static final Topic STEPS = new Topic(Kind.STEPS);
  public static final Topic PARAMETERS = new Topic(Kind.PARAMETERS);
  public static final Topic PREDICTIONS = new Topic(Kind.PREDICTIONS);
  public static final Topic HEALTH = new Topic(Kind.HEALTH);

  /** The most arguments that a topic has. */
  private static final int MAX_ARGUMENTS = 4;

  private static final Pattern ARGUMENT = Pattern.compile("\\d{1,7}");

  /** What topics there are, and how many arguments each takes. */
  public enum Kind {
    /** The series: nothing is left out. Every other kind is a level: only the latest matters. */
    STEPS(0),
    PARAMETERS(0),
    /** What the optimizer remembers of the parameters. */
    OPTIMIZER(0),
    PREDICTIONS(0),
    /** What each neuron puts out. */
    NEURONS(0),
    /** Of two columns of the data, an output (the first), and a sample (their means). */
    SURFACE(2, 4),
    /** All outputs: of two columns of the data, and a sample (their means). */
    SURFACES(2, 3),
    HEALTH(0),
    /** Of a sample. */
    GRAPH(1);

    private final int least;
    private final int most;

    Kind(int arguments) {
      this(arguments, arguments);
    }

    Kind(int least, int most) {
      if (most > MAX_ARGUMENTS) {
        throw new IllegalArgumentException("a topic has at most %d".formatted(MAX_ARGUMENTS));
      }
      this.least = least;
      this.most = most;
    }

    private boolean takes(int arguments) {
      return least <= arguments && arguments <= most;
    }

    /** The name in messages. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String form() {
      String numbers = String.join(",", Collections.nCopies(least, "N"));
      return word() + (least == 0 ? "" : ":" + numbers) + "[,N]".repeat(most - least);
    }
  }

  public Topic {
    arguments = List.copyOf(arguments);
  }

  public Topic(Kind kind, Integer... arguments) {
    this(kind, List.of(arguments));
  }

  /** The topic that a message's word means, or null. */
  public static @Nullable Topic parse(String word) {
    String[] parts = word.split(":", 2);
    List<Integer> arguments = new ArrayList<>();
    if (parts.length == 2) {
      // One more than is allowed is enough to see that there are too many.
      for (String number : parts[1].split(",", MAX_ARGUMENTS + 1)) {
        if (!ARGUMENT.matcher(number).matches()) {
          return null;
        }
        arguments.add(Integer.valueOf(number));
      }
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(parts[0]) && kind.takes(arguments.size()))
        .map(kind -> new Topic(kind, arguments))
        .findFirst()
        .orElse(null);
  }

  /** Every form there is, for people. */
  public static String forms() {
    return Arrays.stream(Kind.values()).map(Kind::form).collect(Collectors.joining(", "));
  }

  /** The same without the series. */
  public static String formsOfLevels() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.STEPS)
        .map(Kind::form)
        .collect(Collectors.joining(", "));
  }

  /** The name in messages. */
  public String word() {
    return arguments.isEmpty()
        ? kind.word()
        : kind.word()
            + arguments.stream().map(String::valueOf).collect(Collectors.joining(",", ":", ""));
  }
}
