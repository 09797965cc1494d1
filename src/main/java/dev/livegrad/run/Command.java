package dev.livegrad.run;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.training.AddedSamples;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.Fields;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do to a run. A command takes effect between two steps.
 *
 * <p>Each is defined here and nowhere else: the components of its record are the fields of its
 * message, {@link Reader#ALL} tells what they allow, and its methods what it does and what a
 * journal shows of it.
 */
public sealed interface Command {
  /** The most steps that can be asked for at once. */
  long MAX_COUNT = 1_000_000;

  double MIN_SPEED = 0.1;
  double MAX_SPEED = 1_000_000;

  /** The word that messages and journals have for it: that of its record, as {@code setSpeed}. */
  default String word() {
    String name = getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** The parameter that it concerns, as a journal names it; null for none. */
  default @Nullable String target() {
    return null;
  }

  /** The number or the words that a journal shows beside {@link #word}; null for none. */
  default @Nullable Object argument() {
    return null;
  }

  /**
   * The movement that it is a part of, by a number of whoever gives it; null for none. Of a slider
   * that is dragged every value is kept, since each was used, and people see one change.
   */
  default @Nullable Long gesture() {
    return null;
  }

  /** Decides when steps are made; what they compute stays the same. */
  sealed interface Pacing extends Command {}

  record Start() implements Pacing {}

  record Pause() implements Pacing {}

  /** Some steps, then a pause. */
  record Step(long count) implements Pacing {
    @Override
    public Long argument() {
      return count;
    }
  }

  /**
   * Sets the most steps that are made in a second.
   *
   * @param stepsPerSecond null for as fast as it goes
   */
  record SetSpeed(@Nullable Double stepsPerSecond) implements Pacing {}

  /** The steps after it are others than without it; a replay gives it again at the same step. */
  sealed interface Steering extends Command {
    /**
     * Takes effect.
     *
     * @throws SpecException if this run can't be steered so; nothing has changed then
     */
    void steer(TrainingRun run);

    /** The learning rate of all later steps, if it sets that; null if it doesn't. */
    default @Nullable LearningRate learningRate() {
      return null;
    }

    /**
     * The command as the journal of {@code run} keeps it, which takes effect next.
     *
     * @throws SpecException if it comes too late
     */
    default Steering journalled(TrainingRun run) {
      return this;
    }

    /**
     * Whether {@code earlier} has no effect any more if this follows it at the same step, being a
     * part of the same movement.
     */
    default boolean supersedes(Steering earlier) {
      return gesture() != null
          && gesture().equals(earlier.gesture())
          && getClass() == earlier.getClass()
          && Objects.equals(target(), earlier.target());
    }
  }

  /** Every later step uses {@code value}; a schedule ends here. */
  record SetLearningRate(double value, @Nullable Long gesture) implements Steering {
    /** One by itself. */
    public SetLearningRate(double value) {
      this(value, null);
    }

    @Override
    public void steer(TrainingRun run) {
      run.setLearningRate(value);
    }

    @Override
    public LearningRate learningRate() {
      return new LearningRate.Constant(value);
    }

    @Override
    public Double argument() {
      return value;
    }
  }

  /** Gives a parameter another value, from which the next step goes on. */
  record SetParameter(String name, double value, @Nullable Long gesture) implements Steering {
    /** One by itself. */
    public SetParameter(String name, double value) {
      this(name, value, null);
    }

    @Override
    public void steer(TrainingRun run) {
      run.setParameter(name, value);
    }

    @Override
    public String target() {
      return name;
    }

    @Override
    public Double argument() {
      return value;
    }
  }

  /**
   * Gives the next step another value of what {@link TrainingRun#hyperparameters} names.
   *
   * @param value as JSON has it: a number, true or false, an object for a schedule, or null
   */
  record Set(String name, @Nullable Object value, @Nullable Long gesture) implements Steering {
    /** One by itself. */
    public Set(String name, @Nullable Object value) {
      this(name, value, null);
    }

    @Override
    public void steer(TrainingRun run) {
      run.setHyperparameter(name, value);
    }

    @Override
    public @Nullable LearningRate learningRate() {
      return value != null && name.equals(Hyperparameters.LEARNING_RATE)
          ? LearningRate.parse(Fields.root(Map.of("learningRate", value)))
          : null;
    }

    @Override
    public String target() {
      return name;
    }

    @Override
    public @Nullable Object argument() {
      return value;
    }
  }

  /**
   * Lets the next step learn from more samples, too.
   *
   * @param points samples by inputs, in the units of the data's source, and targets: numbers, and
   *     texts for classes
   * @param first how many were added before them; null for as many as there are. Where there are
   *     more it has taken effect already, as in a checkpoint of its own step
   */
  record AddPoints(List<List<Object>> points, @Nullable Long first) implements Steering {
    /** The most points of one command. */
    private static final int MAX_POINTS = 100;

    public AddPoints {
      points = points.stream().map(List::copyOf).toList();
    }

    private static AddPoints read(Fields fields) {
      List<?> rows = fields.list("points");
      if (rows.isEmpty() || rows.size() > MAX_POINTS) {
        throw new SpecException(
            "%s: has %d points; allowed are 1 to %d"
                .formatted(fields.path("points"), rows.size(), MAX_POINTS));
      }
      List<List<Object>> points = new ArrayList<>();
      for (Object row : rows) {
        points.add(point(fields.path("points") + "[%d]".formatted(points.size()), row));
      }
      return new AddPoints(points, fields.integerIfGiven("first", 0, AddedSamples.MAX_SAMPLES));
    }

    private static List<Object> point(String path, Object row) {
      List<Object> values = new ArrayList<>();
      for (Object value : Fields.list(path, row)) {
        String at = path + "[%d]".formatted(values.size());
        values.add(
            value instanceof String
                ? Fields.text(at, value, 100)
                : (Double) Fields.number(at, value, -Double.MAX_VALUE, Double.MAX_VALUE));
      }
      return values;
    }

    @Override
    public void steer(TrainingRun run) {
      int before = AddedSamples.count(run.setup());
      if (first == null || first == before) {
        run.addSamples(points);
      } else if (first > before) {
        throw wrongPlace(before);
      }
    }

    @Override
    public AddPoints journalled(TrainingRun run) {
      int before = AddedSamples.count(run.setup());
      if (first != null && first != before) {
        throw wrongPlace(before);
      }
      return new AddPoints(points, (long) before);
    }

    private SpecException wrongPlace(int before) {
      return SpecException.notAllowed(
          "first", first, "%d, as many points as were added before,".formatted(before));
    }

    @Override
    public List<List<Object>> argument() {
      return points;
    }
  }

  /** Begins another trajectory, at step 0. */
  sealed interface Beginning extends Command {
    /**
     * Where the trajectory begins: what is left to do for that, on any thread, which may take a
     * while and throw a {@link SpecException}, too.
     *
     * @param present the trajectory that ends
     * @throws SpecException if there is nothing of the kind to begin
     */
    Supplier<Origin> origin(Trajectory present);

    /** The command as the journal keeps it of the trajectory that it begins. */
    default Beginning journalled(Trajectory present) {
      return this;
    }
  }

  /**
   * The beginning of a trajectory, which determines it but for what people do after it.
   *
   * @param past what it has behind it
   * @param steps how many steps it has behind it, at most: one that diverges has fewer
   */
  record Origin(RunSetup setup, long seed, History past, long steps) {
    /** At step 0. */
    Origin(RunSetup setup, long seed) {
      this(setup, seed, History.NONE, 0);
    }

    /** At step 0, with the points that were added to a trajectory of the same data. */
    static Origin again(Trajectory present, RunSetup setup, long seed) {
      return new Origin(setup, seed, present.points(), 0);
    }

    /** The same with {@code entries} in front of the journal of its past. */
    Origin withFirstInJournal(List<JournalEntry> entries) {
      return new Origin(setup, seed, past.withFirstInJournal(entries), steps);
    }
  }

  /**
   * The same run again, from the first step on with the points that were added.
   *
   * @param seed of the initial parameters; null for the present one
   */
  record Reset(@Nullable Long seed) implements Beginning {
    @Override
    public Supplier<Origin> origin(Trajectory present) {
      Origin origin = Origin.again(present, present.setup(), seed == null ? present.seed() : seed);
      return () -> origin;
    }

    @Override
    public @Nullable Long argument() {
      return seed;
    }
  }

  /**
   * The same data, those that were added too, and the same seed with another spec; what is null
   * stays as it was.
   *
   * @param hidden the activation of the hidden layers
   * @param output the activation of the output layer
   * @param init how weights and biases begin
   * @param learningRate in place of the spec's rate or schedule
   * @param spec in place of all of it, with its own data and seed
   */
  record Change(
      @Nullable Activation hidden,
      @Nullable Activation output,
      @Nullable Initialiser init,
      @Nullable Double learningRate,
      @Nullable NewSpec spec)
      implements Beginning {
    /** Some fields of the same spec. */
    public Change(
        @Nullable Activation hidden,
        @Nullable Activation output,
        @Nullable Initialiser init,
        @Nullable Double learningRate) {
      this(hidden, output, init, learningRate, null);
    }

    private static Change read(Fields fields, Sources sources) {
      Change change =
          new Change(
              fields.oneOfIfGiven("hidden", ModelSpec.OF_HIDDEN),
              fields.oneOfIfGiven("output", Activation.class),
              fields.oneOfIfGiven("init", Initialiser.class),
              fields.numberIfGiven("learningRate", 0, LearningRate.MAX),
              fields.has("spec") ? NewSpec.read(fields, sources) : null);
      boolean isSmall = !change.fields().isEmpty();
      if (isSmall == (change.spec != null)) {
        throw new SpecException(
            "change: has %s; allowed are either spec or some of hidden, output, init, learningRate"
                .formatted(isSmall ? "a spec and other fields" : "none of its fields"));
      }
      return change;
    }

    @Override
    public Supplier<Origin> origin(Trajectory present) {
      if (this.spec != null) {
        return this.spec.origin(present);
      }
      Origin origin = changed(present);
      return () -> origin;
    }

    @Override
    public Change journalled(Trajectory present) {
      return spec == null
          ? this
          : new Change(
              null, null, null, null, spec.journalled(present.setup().spec().with(present.seed())));
    }

    private Origin changed(Trajectory present) {
      RunSpec spec = present.setup().spec();
      RunSpec changed = spec.with(spec.model().with(hidden, output, init));
      if (learningRate != null) {
        changed = changed.with(spec.optimizer().with(new LearningRate.Constant(learningRate)));
      }
      return Origin.again(present, present.setup().with(changed), present.seed());
    }

    /** As {@code hidden tanh, output tanh}. */
    @Override
    public String argument() {
      return spec == null ? fields() : spec.text();
    }

    private String fields() {
      List<String> parts = new ArrayList<>();
      add(parts, "hidden", hidden);
      add(parts, "output", output);
      add(parts, "init", init);
      add(parts, "learningRate", learningRate);
      return String.join(", ", parts);
    }

    private static void add(List<String> parts, String field, @Nullable Object value) {
      if (value != null) {
        parts.add(field + " " + value.toString().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** All that was done before {@code step} again, the same bits, and a pause there. */
  record Rewind(long step) implements Beginning {
    @Override
    public Supplier<Origin> origin(Trajectory present) {
      if (step > present.stepsDone()) {
        throw new SpecException(
            "step: %d is not allowed; a whole number from 0 to %d, the steps done, is"
                .formatted(step, present.stepsDone()));
      }
      History past = present.history().before(step);
      // The trajectory that begins has its reset and this command in its journal, too.
      if (past.journal().size() > Journal.MAX_ENTRIES - 2) {
        throw new SpecException(
            "step: before %d there are %d commands to be given again; at most %d are allowed"
                .formatted(step, past.journal().size(), Journal.MAX_ENTRIES - 2));
      }
      Origin origin = new Origin(present.setup(), present.seed(), past, step);
      return () -> origin;
    }

    @Override
    public Long argument() {
      return step;
    }
  }

  /** Another run in place of this one, at the speed that a run starts with. */
  record Load(RunSetup setup) implements Beginning {
    private static Load read(Fields fields, Sources sources) {
      String name = fields.text("lesson", 100);
      RunSetup lesson = sources.lessons().apply(name);
      if (lesson == null) {
        throw SpecException.notAllowed(
            fields.path("lesson"), name, "a name that GET /api/lessons tells");
      }
      return new Load(lesson);
    }

    @Override
    public Supplier<Origin> origin(Trajectory present) {
      Origin origin = new Origin(setup, setup.spec().seed());
      return () -> origin;
    }
  }

  /**
   * Where there is what commands name.
   *
   * @param lessons by name
   * @param specs loads the data of a spec, or throws a {@link SpecException}; may take a while
   */
  record Sources(Function<String, @Nullable RunSetup> lessons, Function<RunSpec, RunSetup> specs) {
    /** There is nothing: a journal's commands name only what was. */
    public static final Sources NONE =
        new Sources(
            _ -> null,
            _ -> {
              throw new SpecException("spec: is not allowed here");
            });
  }

  /**
   * Reads a command from its message.
   *
   * @param read gets the message's fields; throws a {@link SpecException} that names the field that
   *     is wrong
   */
  record Reader(String word, BiFunction<Fields, Sources, Command> read) {
    /** One for each command, by its word. */
    public static final Map<String, Reader> ALL =
        byWord(
            new Reader("start", (_, _) -> new Start()),
            new Reader("pause", (_, _) -> new Pause()),
            new Reader("step", (it, _) -> new Step(it.integer("count", 1, MAX_COUNT, 1))),
            new Reader(
                "reset",
                (it, _) ->
                    new Reset(it.integerIfGiven("seed", -RunSpec.MAX_SEED, RunSpec.MAX_SEED))),
            new Reader("change", Change::read),
            new Reader("rewind", (it, _) -> new Rewind(it.integer("step", 0, RunSpec.MAX_SEED))),
            new Reader(
                "setLearningRate",
                (it, _) ->
                    new SetLearningRate(it.number("value", 0, LearningRate.MAX), gesture(it))),
            new Reader(
                "setParameter",
                (it, _) -> new SetParameter(it.text("name", 100), it.number("value"), gesture(it))),
            new Reader(
                "set", (it, _) -> new Set(it.text("name", 100), it.value("value"), gesture(it))),
            new Reader("addPoints", (it, _) -> AddPoints.read(it)),
            new Reader(
                "setSpeed",
                (it, _) -> new SetSpeed(it.numberOrNull("stepsPerSecond", MIN_SPEED, MAX_SPEED))),
            new Reader("load", Load::read));

    private static @Nullable Long gesture(Fields fields) {
      return fields.integerIfGiven("gesture", 0, RunSpec.MAX_SEED);
    }

    private static Map<String, Reader> byWord(Reader... readers) {
      Map<String, Reader> byWord = new LinkedHashMap<>();
      for (Reader reader : readers) {
        byWord.put(reader.word(), reader);
      }
      return Collections.unmodifiableMap(byWord);
    }
  }
}
