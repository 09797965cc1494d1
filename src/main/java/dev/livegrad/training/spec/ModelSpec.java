package dev.livegrad.training.spec;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network's shape.
 *
 * @param layers neurons per layer, the output layer last
 * @param hidden the activation of all layers but the last
 * @param output the activation of the last layer
 */
public record ModelSpec(
    List<Integer> layers,
    Activation hidden,
    Activation output,
    Initialiser weights,
    Initialiser biases) {
  private static final int MAX_LAYERS = 32;
  private static final int MAX_NEURONS = 4_096;

  /** The most parameters of a network. */
  public static final int MAX_PARAMETERS = 250_000;

  public ModelSpec {
    layers = List.copyOf(layers);
  }

  /** The same with other activations and another initialiser; what is null stays as it is. */
  public ModelSpec with(
      @Nullable Activation hidden, @Nullable Activation output, @Nullable Initialiser init) {
    return new ModelSpec(
        layers,
        hidden == null ? this.hidden : hidden,
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
            model.oneOf("hidden", Activation.class, Activation.TANH),
            model.oneOf("output", Activation.class, Activation.TANH),
            init.oneOf("weights", Initialiser.class, Initialiser.UNIFORM),
            init.oneOf("biases", Initialiser.class, Initialiser.UNIFORM));
    init.end();
    model.end();
    return spec;
  }

  Map<String, Object> toTree() {
    Map<String, Object> init = new LinkedHashMap<>();
    init.put("weights", Fields.word(weights));
    init.put("biases", Fields.word(biases));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("layers", layers);
    tree.put("hidden", Fields.word(hidden));
    tree.put("output", Fields.word(output));
    tree.put("init", init);
    return tree;
  }
}
