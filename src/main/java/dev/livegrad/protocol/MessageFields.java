package dev.livegrad.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One message's fields, read one by one; {@link #end} refuses those nobody asked for. */
final class MessageFields {
  private static final int MAX_TOPICS = 16;
  private static final Pattern PARAMETER_NAME =
      Pattern.compile("layer\\d{1,9}\\.neuron\\d{1,9}\\.(w\\d{1,9}|b)");

  private final JsonNode tree;
  private final JsonNode id;
  private final Set<String> known = new TreeSet<>(Set.of("id", "type"));

  MessageFields(JsonNode tree, JsonNode id) {
    this.tree = tree;
    this.id = id;
  }

  String type() {
    return tree.path("type").textValue();
  }

  boolean has(String name) {
    known.add(name);
    return tree.has(name);
  }

  double number(String name, double min, double max) throws ProtocolException {
    JsonNode value = value(name);
    double number = value.doubleValue();
    if (!value.isNumber() || !(number >= min && number <= max)) {
      throw refuse(name, "a finite number from %s to %s".formatted(plain(min), plain(max)));
    }
    return number;
  }

  double finite(String name) throws ProtocolException {
    JsonNode value = value(name);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw refuse(name, "a finite number");
    }
    return value.doubleValue();
  }

  @Nullable Double numberOrNull(String name, double min, double max) throws ProtocolException {
    if (value(name).isNull()) {
      return null;
    }
    JsonNode value = value(name);
    double number = value.doubleValue();
    if (!value.isNumber() || !(number >= min && number <= max)) {
      throw refuse(name, "null or a number from %s to %s".formatted(plain(min), plain(max)));
    }
    return number;
  }

  long integer(String name, long min, long max, @Nullable Long otherwise) throws ProtocolException {
    if (!has(name) && otherwise != null) {
      return otherwise;
    }
    JsonNode value = value(name);
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.longValue() < min || value.longValue() > max) {
      throw refuse(name, "a whole number from %d to %d".formatted(min, max));
    }
    return value.longValue();
  }

  /** The name of a parameter that some network could have. */
  String parameterName(String name) throws ProtocolException {
    String text = value(name).textValue();
    if (text == null || !PARAMETER_NAME.matcher(text).matches()) {
      throw refuse(name, "a parameter's name, as layer1.neuron2.w0 or layer1.neuron2.b,");
    }
    return text;
  }

  String text(String name, int maxLength) throws ProtocolException {
    JsonNode value = value(name);
    if (!value.isTextual() || value.textValue().length() > maxLength) {
      throw refuse(name, "a text of at most " + maxLength + " characters");
    }
    return value.textValue();
  }

  String word(String name, List<String> allowed) throws ProtocolException {
    JsonNode value = value(name);
    if (!value.isTextual() || !allowed.contains(value.textValue())) {
      throw refuse(name, "one of " + String.join(", ", allowed));
    }
    return value.textValue();
  }

  Set<Topic> topics(String name) throws ProtocolException {
    JsonNode value = value(name);
    Set<Topic> topics = new LinkedHashSet<>();
    if (value.isArray() && value.size() <= MAX_TOPICS) {
      for (JsonNode word : value) {
        Topic topic = word.isTextual() ? Topic.parse(word.textValue()) : null;
        if (topic != null) {
          topics.add(topic);
        }
      }
    }
    if (topics.isEmpty() || topics.size() != value.size()) {
      throw refuse(
          name, "a list of one or more, at most %d, of ".formatted(MAX_TOPICS) + Topic.forms());
    }
    return topics;
  }

  void end() throws ProtocolException {
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new ProtocolException(
            id,
            "%s.%s: unknown field; allowed are %s"
                .formatted(type(), shorten(oneLine(name)), String.join(", ", known)));
      }
    }
  }

  ProtocolException refuse(String name, String allowed) {
    return refuseAt("%s.%s".formatted(type(), name), tree.path(name), allowed);
  }

  ProtocolException refuseType(String allowed) {
    return refuseAt("type", tree.path("type"), allowed);
  }

  private ProtocolException refuseAt(String path, JsonNode value, String allowed) {
    return new ProtocolException(
        id, "%s: %s is not allowed; %s is".formatted(path, shorten(value.toString()), allowed));
  }

  private JsonNode value(String name) throws ProtocolException {
    known.add(name);
    JsonNode value = tree.get(name);
    if (value == null) {
      throw new ProtocolException(id, "%s.%s: is missing".formatted(type(), name));
    }
    return value;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** A field's name is the viewer's, who may have put anything there. */
  private static String oneLine(String name) {
    return name.replaceAll("\\R|\\p{Cntrl}", "?");
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
