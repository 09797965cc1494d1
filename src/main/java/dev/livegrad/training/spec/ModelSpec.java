package dev.livegrad.training.spec;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The network's shape.
 *
 * @param layers neurons per layer, the output layer last
 * @param hidden the activations of all layers but the last, in their order; or one for all of them
 * @param output the activation of the last layer
 */
public record ModelSpec(
    List<Integer> layers,
    List<Activation> hidden,
    Activation output,
    Initialiser weights,
    Initialiser biases) {
  private static final int MAX_LAYERS = 32;
  private static final int MAX_NEURONS = 4_096;

  /** What hidden layers can have: softmax is for the output alone. */
  public static final Set<Activation> OF_HIDDEN =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Activation.SOFTMAX)));

  /** The most parameters of a network. */
  public static final int MAX_PARAMETERS = 250_000;

  public ModelSpec {
    layers = List.copyOf(layers);
    hidden = List.copyOf(hidden);
  }

  /** The same activation in all layers but the last. */
  public ModelSpec(
      List<Integer> layers,
      Activation hidden,
      Activation output,
      Initialiser weights,
      Initialiser biases) {
    this(layers, List.of(hidden), output, weights, biases);
  }

  /** The activation of a layer, from 0. */
  public Activation activation(int layer) {
    return layer == layers.size() - 1 ? output : hidden.get(hidden.size() == 1 ? 0 : layer);
  }

  /** Of each layer. */
  public List<Activation> activations() {
    return IntStream.range(0, layers.size()).mapToObj(this::activation).toList();
  }

  /** The same with other activations and another initialiser; what is null stays as it is. */
  public ModelSpec with(
      @Nullable Activation hidden, @Nullable Activation output, @Nullable Initialiser init) {
    return new ModelSpec(
        layers,
        hidden == null ? this.hidden : List.of(hidden),
        output == null ? this.output : output,
        init == null ? weights : init,
        init == null ? biases : init);
  }

  /** Weights and biases together, for {@code inputs} input columns. */
  public long parameterCount(int inputs) {
    long count = 0;
    long fanIn = inputs;
    for (int neurons : layers) {
      count += neurons * (fanIn + 1);
      fanIn = neurons;
    }
    return count;
  }

  /**
   * Where each layer's parameters begin among all of them, and behind that how many there are: of a
   * model that has no more than {@link #MAX_PARAMETERS}.
   */
  public int[] layerBegins(int inputs) {
    int[] begins = new int[layers.size() + 1];
    int fanIn = inputs;
    for (int layer = 0; layer < layers.size(); layer++) {
      begins[layer + 1] = begins[layer] + layers.get(layer) * (fanIn + 1);
      fanIn = layers.get(layer);
    }
    return begins;
  }

  static ModelSpec parse(Fields model) {
    List<Integer> layers = new ArrayList<>();
    for (Object neurons : model.list("layers")) {
      String path = "%s[%d]".formatted(model.path("layers"), layers.size());
      layers.add((int) Fields.integer(path, neurons, 1, MAX_NEURONS));
    }
    if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
      throw new SpecException(
          "%s: has %d layers; allowed are 1 to %d"
              .formatted(model.path("layers"), layers.size(), MAX_LAYERS));
    }
    Fields init = model.objectOrEmpty("init");
    ModelSpec spec =
        new ModelSpec(
            layers,
            hidden(model, layers.size() - 1),
            output(model, layers.getLast()),
            init.oneOf("weights", Initialiser.class, Initialiser.UNIFORM),
            init.oneOf("biases", Initialiser.class, Initialiser.UNIFORM));
    init.end();
    model.end();
    return spec;
  }

  /** One for all hidden layers, or a list of one for each. */
  private static List<Activation> hidden(Fields model, int layers) {
    Object value = model.has("hidden") ? model.required("hidden") : Fields.word(Activation.TANH);
    String path = model.path("hidden");
    if (!(value instanceof List<?> words)) {
      return List.of(Fields.oneOf(path, value, OF_HIDDEN));
    }
    List<Activation> hidden = new ArrayList<>();
    for (Object word : words) {
      hidden.add(Fields.oneOf("%s[%d]".formatted(path, hidden.size()), word, OF_HIDDEN));
    }
    if (hidden.size() != layers) {
      throw new SpecException(
          "%s: has %d activations; allowed are %d, one a hidden layer"
              .formatted(path, hidden.size(), layers));
    }
    return hidden;
  }

  private static Activation output(Fields model, int outputs) {
    Activation output = model.oneOf("output", Activation.class, Activation.TANH);
    if (output == Activation.SOFTMAX && outputs == 1) {
      throw SpecException.notAllowed(
          model.path("output"), "softmax", "any other activation, with one output,");
    }
    return output;
  }

  Map<String, Object> toTree() {
    Map<String, Object> init = new LinkedHashMap<>();
    init.put("weights", Fields.word(weights));
    init.put("biases", Fields.word(biases));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("layers", layers);
    tree.put(
        "hidden",
        hidden.size() == 1
            ? Fields.word(hidden.getFirst())
            : hidden.stream().map(Fields::word).toList());
    tree.put("output", Fields.word(output));
    tree.put("init", init);
    return tree;
  }
}
