package dev.livegrad.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the server sends. A double is written so that reading it gives the same one; what
 * JSON can't carry becomes a string. Thread-safe.
 */
public final class Encoder {
  private static final JsonMapper JSON = new JsonMapper();

  private Encoder() {}

  /** The message as one line of JSON. */
  public static String encode(ServerMessage message) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (message) {
        case ServerMessage.Welcome welcome -> welcome(json, welcome);
        case ServerMessage.Status status -> {
          json.writeStringField("type", "status");
          status(json, status);
        }
        case ServerMessage.Steps steps -> steps(json, steps);
        case ServerMessage.Journal journal -> {
          json.writeStringField("type", "journal");
          json.writeNumberField("epoch", journal.epoch());
          journal(json, "entries", journal.entries());
        }
        case ServerMessage.Parameters parameters -> {
          json.writeStringField("type", "parameters");
          json.writeNumberField("epoch", parameters.epoch());
          json.writeNumberField("step", parameters.step());
          numbers(json, "data", parameters.data());
          numbers(json, "grad", parameters.grad());
        }
        case ServerMessage.Predictions predictions -> {
          json.writeStringField("type", "predictions");
          json.writeNumberField("epoch", predictions.epoch());
          json.writeNumberField("step", predictions.step());
          table(json, "outputs", predictions.outputs());
        }
        case ServerMessage.Surface surface -> {
          json.writeStringField("type", "surface");
          json.writeNumberField("epoch", surface.epoch());
          json.writeNumberField("step", surface.step());
          lattice(json, surface.lattice());
          json.writeNumberField("output", surface.output());
          json.writePOJOField("sample", surface.sample());
          json.writeFieldName("values");
          packed(json, surface.values());
        }
        case ServerMessage.Neurons neurons -> {
          json.writeStringField("type", "neurons");
          json.writeNumberField("epoch", neurons.epoch());
          json.writeNumberField("step", neurons.step());
          if (neurons.lattice() != null) {
            lattice(json, neurons.lattice());
          }
          json.writeArrayFieldStart("values");
          for (double[] values : neurons.values()) {
            packed(json, values);
          }
          json.writeEndArray();
        }
        case ServerMessage.GradientCheck check -> gradientCheck(json, check);
        case ServerMessage.Finding finding -> {
          json.writeStringField("type", "finding");
          json.writeNumberField("epoch", finding.epoch());
          finding(json, finding);
        }
        case ServerMessage.Health health -> health(json, health);
        case ServerMessage.Graph graph -> {
          json.writeStringField("type", "graph");
          json.writeNumberField("epoch", graph.epoch());
          json.writeNumberField("step", graph.step());
          json.writeNumberField("sample", graph.sample());
          numbers(json, "data", graph.data());
          numbers(json, "grad", graph.grad());
        }
        case ServerMessage.Accepted accepted -> {
          json.writeStringField("type", "accepted");
          json.writePOJOField("id", accepted.id());
          json.writeNumberField("step", accepted.step());
          json.writeStringField("note", accepted.note());
        }
        case ServerMessage.Rejected rejected -> {
          json.writeStringField("type", "rejected");
          json.writePOJOField("id", rejected.id());
          json.writeStringField("reason", rejected.reason());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void welcome(JsonGenerator json, ServerMessage.Welcome welcome)
      throws IOException {
    ServerMessage.Run run = welcome.run();
    json.writeStringField("type", "welcome");
    json.writeStringField("server", welcome.server());
    json.writeStringField("viewer", welcome.viewer());
    status(json, welcome.status());
    json.writeNumberField("offset", welcome.offset());
    json.writeNumberField("seed", run.seed());
    json.writePOJOField("spec", run.spec());
    json.writePOJOField("parameterNames", run.parameterNames());
    json.writePOJOField("inputNames", run.inputNames());
    table(json, "inputs", run.inputs());
    table(json, "targets", run.targets());
    journal(json, "journal", welcome.journal());
    json.writeArrayFieldStart("findings");
    for (ServerMessage.Finding finding : welcome.findings()) {
      json.writeStartObject();
      finding(json, finding);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void finding(JsonGenerator json, ServerMessage.Finding finding)
      throws IOException {
    json.writeNumberField("number", finding.number());
    json.writeNumberField("step", finding.step());
    json.writeStringField("kind", finding.kind());
    json.writeStringField("severity", finding.severity());
    json.writeStringField("where", finding.where());
    json.writeStringField("text", finding.text());
    json.writePOJOField("ended", finding.ended());
  }

  private static void health(JsonGenerator json, ServerMessage.Health health) throws IOException {
    json.writeStringField("type", "health");
    json.writeNumberField("epoch", health.epoch());
    json.writeNumberField("step", health.step());
    number(json, "loss", health.loss());
    number(json, "gradientNorm", health.gradientNorm());
    json.writeArrayFieldStart("layers");
    for (ServerMessage.LayerHealth layer : health.layers()) {
      json.writeStartObject();
      json.writeStringField("activation", layer.activation());
      histogram(json, "parameters", layer.parameters());
      histogram(json, "gradients", layer.gradients());
      histogram(json, "activations", layer.activations());
      number(json, "updateRatio", layer.updateRatio());
      number(json, "dead", layer.dead());
      number(json, "saturated", layer.saturated());
      json.writeEndObject();
    }
    json.writeEndArray();
    numbers(json, "sampleLosses", health.sampleLosses());
  }

  private static void histogram(JsonGenerator json, String name, ServerMessage.Histogram histogram)
      throws IOException {
    json.writeObjectFieldStart(name);
    number(json, "low", histogram.low());
    number(json, "high", histogram.high());
    json.writePOJOField("counts", histogram.counts());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double number) throws IOException {
    json.writeFieldName(name);
    number(json, number);
  }

  private static void status(JsonGenerator json, ServerMessage.Status status) throws IOException {
    json.writeNumberField("epoch", status.epoch());
    json.writeStringField("status", status.status().word());
    json.writeNumberField("step", status.step());
    json.writeNumberField("learningRate", status.learningRate());
    json.writePOJOField("stepsPerSecond", status.stepsPerSecond());
    json.writePOJOField("measuredStepsPerSecond", status.measuredStepsPerSecond());
    json.writePOJOField("goal", status.goal());
    json.writeNumberField("viewers", status.viewers());
    json.writeStringField("message", status.message());
  }

  private static void steps(JsonGenerator json, ServerMessage.Steps steps) throws IOException {
    json.writeStringField("type", "steps");
    json.writeNumberField("epoch", steps.epoch());
    json.writeNumberField("offset", steps.offset());
    integers(json, "from", steps.entries(), Entry::from);
    integers(json, "step", steps.entries(), Entry::step);
    column(json, "loss", steps.entries(), Entry::loss);
    column(json, "lossMin", steps.entries(), Entry::lossMin);
    column(json, "lossMax", steps.entries(), Entry::lossMax);
    column(json, "learningRate", steps.entries(), Entry::learningRate);
    json.writeArrayFieldStart("accuracy");
    for (Entry entry : steps.entries()) {
      if (Double.isNaN(entry.accuracy())) {
        json.writeNull();
      } else {
        json.writeNumber(entry.accuracy());
      }
    }
    json.writeEndArray();
  }

  private static void integers(
      JsonGenerator json, String name, List<Entry> entries, ToLongFunction<Entry> column)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Entry entry : entries) {
      json.writeNumber(column.applyAsLong(entry));
    }
    json.writeEndArray();
  }

  private static void column(
      JsonGenerator json, String name, List<Entry> entries, ToDoubleFunction<Entry> column)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Entry entry : entries) {
      number(json, column.applyAsDouble(entry));
    }
    json.writeEndArray();
  }

  private static void journal(
      JsonGenerator json, String name, List<ServerMessage.JournalLine> lines) throws IOException {
    json.writeArrayFieldStart(name);
    for (ServerMessage.JournalLine line : lines) {
      json.writeStartObject();
      json.writeNumberField("step", line.step());
      json.writeStringField("command", line.command());
      if (line.name() != null) {
        json.writeStringField("name", line.name());
      }
      json.writePOJOField("value", line.value());
      json.writeStringField("by", line.by());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void lattice(JsonGenerator json, ServerMessage.Lattice lattice)
      throws IOException {
    json.writeNumberField("x", lattice.x());
    json.writeNumberField("y", lattice.y());
    numbers(json, "from", lattice.from());
    numbers(json, "to", lattice.to());
    json.writeNumberField("columns", lattice.columns());
    json.writeNumberField("rows", lattice.rows());
  }

  private static void packed(JsonGenerator json, double[] values) throws IOException {
    Packed packed = Packed.of(values);
    json.writeStartObject();
    numberField(json, "low", packed.low());
    numberField(json, "high", packed.high());
    json.writeBinaryField("packed", packed.bytes());
    json.writeEndObject();
  }

  private static void gradientCheck(JsonGenerator json, ServerMessage.GradientCheck check)
      throws IOException {
    json.writeStringField("type", "gradientCheck");
    json.writePOJOField("id", check.id());
    json.writeNumberField("epoch", check.epoch());
    json.writeNumberField("step", check.step());
    json.writeNumberField("parameters", check.parameters());
    json.writeNumberField("checked", check.checked());
    json.writeNumberField("samples", check.samples());
    json.writeNumberField("samplesUsed", check.samplesUsed());
    json.writeNumberField("kinks", check.kinks());
    json.writeNumberField("disagreeing", check.disagreeing());
    json.writeNumberField("tolerance", check.tolerance());
    json.writeArrayFieldStart("rows");
    for (ServerMessage.CheckedGradient row : check.rows()) {
      json.writeStartObject();
      json.writeStringField("name", row.name());
      numberField(json, "value", row.value());
      numberField(json, "gradient", row.gradient());
      numberField(json, "difference", row.difference());
      numberField(json, "left", row.left());
      numberField(json, "right", row.right());
      numberField(json, "h", row.h());
      numberField(json, "error", row.error());
      json.writeStringField("verdict", row.verdict());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void table(JsonGenerator json, String name, double @Nullable [][] rows)
      throws IOException {
    if (rows == null) {
      json.writeNullField(name);
      return;
    }
    json.writeArrayFieldStart(name);
    for (double[] row : rows) {
      array(json, row);
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, double[] numbers)
      throws IOException {
    json.writeFieldName(name);
    array(json, numbers);
  }

  private static void array(JsonGenerator json, double[] numbers) throws IOException {
    json.writeStartArray();
    for (double number : numbers) {
      number(json, number);
    }
    json.writeEndArray();
  }

  private static void numberField(JsonGenerator json, String name, double number)
      throws IOException {
    json.writeFieldName(name);
    number(json, number);
  }

  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }
}
