package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole spec in place of a run's; in a journal only what was new in it, in words, so that a
 * journal stays short, however many samples a spec brings with it.
 *
 * @param text what is new; empty before that is known
 * @param source of a spec that can begin a trajectory; null in a journal
 */
public record NewSpec(String text, @Nullable Source source) {
  private static final int MAX_TEXT = 200;

  /**
   * What a trajectory can begin with.
   *
   * @param load loads the spec's data; may take a while
   */
  private record Source(RunSpec spec, Function<RunSpec, RunSetup> load) {}

  /** Of a journal. */
  public NewSpec(String text) {
    this(text, null);
  }

  /** An object with a spec's fields; of a journal, a text. */
  static NewSpec read(Fields fields, Command.Sources sources) {
    return fields.required("spec") instanceof String
        ? new NewSpec(fields.text("spec", MAX_TEXT))
        : new NewSpec("", new Source(spec(fields), sources.specs()));
  }

  private static RunSpec spec(Fields fields) {
    try {
      return RunSpec.parse(fields.tree("spec"));
    } catch (SpecException e) {
      throw new SpecException(fields.path("spec") + "." + e.getMessage());
    }
  }

  /**
   * Where the trajectory begins; the data of {@code present}, where they are to stay, aren't loaded
   * again, and have the points that were added.
   */
  Supplier<Command.Origin> origin(Trajectory present) {
    if (source == null) {
      throw SpecException.notAllowed("spec", text, "an object with the fields of a run spec");
    }
    RunSpec spec = source.spec;
    RunSetup setup = present.setup();
    boolean sameSamples = spec.data().source().equals(setup.spec().data().source());
    return () -> {
      try {
        return sameSamples
            ? Command.Origin.again(present, new RunSetup(spec, setup.samples()), spec.seed())
            : new Command.Origin(source.load.apply(spec), spec.seed());
      } catch (SpecException e) {
        throw new SpecException("spec." + e.getMessage());
      }
    };
  }

  /** As the journal keeps it. */
  NewSpec journalled(RunSpec present) {
    if (source == null) {
      return this;
    }
    List<String> news = new ArrayList<>();
    add(news, "", present.toTree(), source.spec.toTree());
    String all = news.isEmpty() ? "the same spec" : String.join(", ", news);
    return new NewSpec(all.length() <= MAX_TEXT ? all : all.substring(0, MAX_TEXT - 3) + "...");
  }

  /** As {@code noise 0.3}: a field is called by its name, and a name by what it is the name of. */
  private static void add(
      List<String> news, String path, @Nullable Object before, @Nullable Object after) {
    String field = path.substring(path.lastIndexOf('.') + 1);
    if (Objects.equals(before, after) || path.equals("name") || path.equals("description")) {
      return;
    }
    if (field.equals("inline")) {
      news.add("other samples");
    } else if (after instanceof Map<?, ?> fields) {
      Map<?, ?> old = before instanceof Map<?, ?> it ? it : Map.of();
      fields.forEach((name, value) ->
          add(news, path.isEmpty() ? "" + name : path + "." + name, old.get(name), value));
      old.keySet().stream()
          .filter(it -> !fields.containsKey(it) && !path.equals("data"))
          .forEach(it -> news.add("no " + it));
    } else {
      String parent = path.substring(0, Math.max(0, path.lastIndexOf('.')));
      String owner = parent.substring(parent.lastIndexOf('.') + 1);
      String label =
          switch (field) {
            case "name" -> owner;
            case "size" -> owner + " size";
            default -> field;
          };
      news.add(label + " " + after);
    }
  }
}
