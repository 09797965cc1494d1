package dev.livegrad.training.spec;

import dev.livegrad.data.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One object of a tree, such as a spec's, read field by field. Whatever is wrong becomes a {@link
 * SpecException} that names the field's path; {@link #end} refuses the fields nobody asked for.
 */
public final class Fields {
  private final String path;
  private final Map<?, ?> tree;
  private final Set<String> known = new TreeSet<>();

  private Fields(String path, Map<?, ?> tree) {
    this.path = path;
    this.tree = tree;
  }

  /** The whole tree, whose fields' paths are their names. */
  public static Fields root(Map<?, ?> tree) {
    return new Fields("", tree);
  }

  /** The fields of the object at {@code path}. */
  public static Fields of(String path, Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(path, map);
    }
    throw SpecException.notAllowed(path, value, "an object with fields");
  }

  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Lets these fields be there, whatever they hold. */
  public void allow(String... names) {
    known.addAll(List.of(names));
  }

  /** Whether it is there at all, be it null. */
  public boolean has(String name) {
    known.add(name);
    return tree.containsKey(name);
  }

  public Object required(String name) {
    known.add(name);
    Object value = tree.get(name);
    if (value == null) {
      throw new SpecException(
          tree.containsKey(name)
              ? path(name) + ": null is not allowed; leave it out or give a value"
              : path(name) + ": is missing");
    }
    return value;
  }

  /** The object called {@code name} as it is, to be read as a whole. */
  public Map<?, ?> tree(String name) {
    return object(name).tree;
  }

  /** Whatever it is; null where null is given. */
  public @Nullable Object value(String name) {
    return has(name) ? tree.get(name) : required(name);
  }

  @Nullable Object optional(String name) {
    return has(name) ? required(name) : null;
  }

  public Fields object(String name) {
    return of(path(name), required(name));
  }

  /** The object called {@code name}, or an empty one, whose fields then have their defaults. */
  Fields objectOrEmpty(String name) {
    Object value = optional(name);
    return of(path(name), value == null ? Map.of() : value);
  }

  public String text(String name, int maxLength) {
    return text(path(name), required(name), maxLength);
  }

  String text(String name, int maxLength, String otherwise) {
    Object value = optional(name);
    return value == null ? otherwise : text(path(name), value, maxLength);
  }

  public double number(String name, double min, double max) {
    return number(path(name), required(name), min, max);
  }

  /** Any finite number. */
  public double number(String name) {
    return number(name, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  double number(String name, double min, double max, double otherwise) {
    Object value = optional(name);
    return value == null ? otherwise : number(path(name), value, min, max);
  }

  /** Null where it is not given. */
  public @Nullable Double numberIfGiven(String name, double min, double max) {
    return has(name) ? (Double) number(name, min, max) : null;
  }

  /** Null where null is given. */
  public @Nullable Double numberOrNull(String name, double min, double max) {
    boolean isNull = has(name) && tree.get(name) == null;
    return isNull ? null : (Double) number(name, min, max);
  }

  public long integer(String name, long min, long max) {
    return integer(path(name), required(name), min, max);
  }

  /** Null where it is not given. */
  public @Nullable Long integerIfGiven(String name, long min, long max) {
    return has(name) ? (Long) integer(name, min, max) : null;
  }

  public long integer(String name, long min, long max, long otherwise) {
    Object value = optional(name);
    return value == null ? otherwise : integer(path(name), value, min, max);
  }

  /** A text that is one of these characters. */
  char character(String name, String allowed, char otherwise) {
    Object value = optional(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text && text.length() == 1 && allowed.contains(text)) {
      return text.charAt(0);
    }
    String told =
        allowed
            .chars()
            .mapToObj(it -> Refusal.shown(Character.toString(it)))
            .collect(Collectors.joining(" or "));
    throw SpecException.notAllowed(path(name), value, told);
  }

  boolean flag(String name, boolean otherwise) {
    return switch (optional(name)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case Object value -> throw SpecException.notAllowed(path(name), value, "true or false");
    };
  }

  /** One of an enum's constants, written in lower case. */
  <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    return oneOf(path(name), required(name), type);
  }

  <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
    Object value = optional(name);
    return value == null ? otherwise : oneOf(path(name), value, type);
  }

  /** One of an enum's constants, written in lower case; null where it is not given. */
  public <E extends Enum<E>> @Nullable E oneOfIfGiven(String name, Class<E> type) {
    return has(name) ? oneOf(name, type) : null;
  }

  /** One of these constants, likewise. */
  public <E extends Enum<E>> @Nullable E oneOfIfGiven(String name, Iterable<E> constants) {
    return has(name) ? oneOf(path(name), required(name), constants) : null;
  }

  public List<?> list(String name) {
    return list(path(name), required(name));
  }

  /** Refuses every field that nobody has asked for. */
  public void end() {
    Set<String> unknown = new HashSet<>();
    for (Object key : tree.keySet()) {
      unknown.add(String.valueOf(key));
    }
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new SpecException(
          "%s: unknown field; allowed %s %s"
              .formatted(
                  path(Refusal.oneLine(new TreeSet<>(unknown).first(), 60)),
                  known.size() == 1 ? "is" : "are",
                  String.join(", ", known)));
    }
  }

  /** A list, at a path. */
  public static List<?> list(String path, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw SpecException.notAllowed(path, value, "a list");
  }

  /** A text that is not blank, at a path. */
  public static String text(String path, @Nullable Object value, int maxLength) {
    if (value instanceof String text && !text.isBlank() && text.length() <= maxLength) {
      return text;
    }
    throw SpecException.notAllowed(path, value, "text of 1 to " + maxLength + " characters");
  }

  static List<String> texts(String path, @Nullable Object value, int maxLength) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(path, value)) {
      texts.add(text(path + "[" + texts.size() + "]", item, maxLength));
    }
    if (texts.isEmpty()) {
      throw SpecException.notAllowed(path, value, "a list of at least one");
    }
    return texts;
  }

  /** A finite number, at a path. */
  public static double number(String path, @Nullable Object value, double min, double max) {
    if (value instanceof Number number) {
      double d = number.doubleValue();
      if (Double.isFinite(d) && d >= min && d <= max) {
        return d;
      }
    }
    throw SpecException.notAllowed(path, value, "a finite number" + range(min, max));
  }

  public static long integer(String path, @Nullable Object value, long min, long max) {
    if ((value instanceof Integer || value instanceof Long)
        && value instanceof Number number
        && number.longValue() >= min
        && number.longValue() <= max) {
      return number.longValue();
    }
    boolean isWhole = value instanceof Double number && number % 1 == 0;
    String allowed = "a whole number from " + min + " to " + max;
    throw SpecException.notAllowed(
        path, value, isWhole ? allowed + ", without point and exponent," : allowed);
  }

  /** A constant as specs have it: its name in small letters. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E oneOf(String path, @Nullable Object value, Class<E> type) {
    return oneOf(path, value, List.of(type.getEnumConstants()));
  }

  static <E extends Enum<E>> E oneOf(String path, @Nullable Object value, Iterable<E> constants) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : constants) {
      names.put(word(constant), constant);
    }
    E constant = value instanceof String text ? names.get(text) : null;
    if (constant == null) {
      throw SpecException.notAllowed(path, value, String.join(" or ", names.keySet()));
    }
    return constant;
  }

  private static String range(double min, double max) {
    if (max == Double.MAX_VALUE) {
      return min == -Double.MAX_VALUE ? "" : " of at least " + plain(min);
    }
    return " from "
        + plain(min)
        + (max == Math.nextDown(1.0) ? " to below 1" : " to " + plain(max));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
