package dev.livegrad.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.livegrad.run.Level;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.Health;
import dev.livegrad.training.inspect.GradientCheck;
import dev.livegrad.training.inspect.Lattice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the JSON of a record is not just its components: what Jackson is to know of records whose
 * packages don't know JSON. Each interface has the methods of the record it stands for.
 */
final class Shapes {
  private Shapes() {}

  /** Numbers for pictures, in two bytes each. */
  static final class PackedNumbers extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      Packed packed = Packed.of(values);
      json.writeStartObject();
      json.writeNumberField("low", packed.low());
      json.writeNumberField("high", packed.high());
      json.writeBinaryField("packed", packed.bytes());
      json.writeEndObject();
    }
  }

  /** Names, unless they are so many that they would be megabytes to every viewer. */
  static final class FewNames extends JsonSerializer<List<String>> {
    private static final int MAX = 10_000;

    @Override
    public void serialize(List<String> names, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeObject(names.size() > MAX ? null : names);
    }
  }

  interface Description {
    /** They follow from the number of inputs and the layers' widths. */
    @JsonSerialize(using = FewNames.class)
    List<String> parameterNames();
  }

  /** As the message that gives it. */
  @JsonPropertyOrder("type")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  interface CommandMessage {
    @JsonProperty("type")
    String word();
  }

  interface SetSpeed {
    /** Null is a speed, too. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Nullable Double stepsPerSecond();
  }

  interface NewSpecText {
    /** The samples of a spec would not fit into a journal. */
    @JsonValue
    String text();
  }

  interface SetHyperparameter {
    /** Null is a value, too. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Nullable Object value();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Level.Parameters.class, name = "parameters"),
    @JsonSubTypes.Type(value = Level.Optimizer.class, name = "optimizer"),
    @JsonSubTypes.Type(value = Level.Predictions.class, name = "predictions"),
    @JsonSubTypes.Type(value = Level.Neurons.class, name = "neurons"),
    @JsonSubTypes.Type(value = Level.Surface.class, name = "surface"),
    @JsonSubTypes.Type(value = Level.Surfaces.class, name = "surfaces"),
    @JsonSubTypes.Type(value = Level.HealthFigures.class, name = "health"),
    @JsonSubTypes.Type(value = Level.Graph.class, name = "graph")
  })
  interface LevelMessage {}

  interface Surface {
    @JsonUnwrapped
    Lattice lattice();

    @JsonSerialize(using = PackedNumbers.class)
    double[] values();
  }

  interface Surfaces {
    @JsonUnwrapped
    Lattice lattice();

    @JsonSerialize(contentUsing = PackedNumbers.class)
    double[][] values();
  }

  interface Neurons {
    @JsonUnwrapped
    @Nullable Lattice lattice();

    @JsonSerialize(contentUsing = PackedNumbers.class)
    double[][] values();
  }

  interface HealthFigures {
    @JsonUnwrapped
    Health health();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonTypeName("finding")
  interface FindingMessage {
    @JsonUnwrapped
    Finding finding();
  }

  interface CheckedGradient {
    @JsonUnwrapped
    GradientCheck.Comparison comparison();
  }

  interface ComparisonFields {
    @JsonIgnore
    double floor();
  }
}
