package dev.livegrad.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A few different texts.
 *
 * @param names of them, sorted by code points, as Python sorts
 */
record Categories(List<String> names) {
  /** More are names or numbers. */
  static final int MAX = 100;

  Categories {
    names = List.copyOf(names);
  }

  /**
   * Those that there are in {@code texts}.
   *
   * @param where they stand, for messages
   * @throws DataException if there are too many
   */
  static Categories of(String where, Collection<String> texts) {
    List<String> names =
        texts.stream()
            .distinct()
            .sorted(Comparator.comparing(Categories::codePoints, Arrays::compare))
            .toList();
    if (names.size() > MAX) {
      throw new DataException(
          "%s: has %d different texts; allowed are %d categories"
              .formatted(where, names.size(), MAX));
    }
    return new Categories(names);
  }

  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }

  /** The place of each text in the names; -1 for one that isn't there. */
  int[] places(List<String> texts) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    return texts.stream().mapToInt(text -> places.getOrDefault(text, -1)).toArray();
  }
}
