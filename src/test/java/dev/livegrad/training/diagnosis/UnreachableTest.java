package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets out of reach, and the least loss that they leave, worked out by hand. */
class UnreachableTest {
  private static Unreachable in(String targets, String output, String loss, String reduction) {
    int samples = targets.startsWith("[[") ? 2 : targets.split(",").length;
    return Unreachable.in(
        Diagnosed.setup(
            """
            data: {inline: {inputs: [%s], targets: %s}}
            model: {layers: [3, %d], output: %s}
            loss: {name: %s, reduction: %s}
            optimizer: {learningRate: 0.1}
            """
                .formatted(
                    "1" + ", 1".repeat(samples - 1),
                    targets,
                    targets.startsWith("[[") ? 2 : 1,
                    output,
                    loss,
                    reduction)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[5]              | tanh    | squared_error | sum  | 16   | The only target (5) lies outside",
        "[50, -50]        | tanh    | squared_error | mean | 2401 | Both targets (-50 to 50) lie outside",
        "[1, -1, 0, 1.5]  | tanh    | squared_error | sum  | 0.25 | 1 of 4 targets (1.5) lies outside",
        "[0, 1, -1, -1]   | sigmoid | squared_error | sum  | 2    | 2 of 4 targets (-1) lie outside",
        "[3, 7, -0.5, -2] | relu    | squared_error | sum  | 4.25 | 2 of 4 targets (-2 to -0.5) lie",
        "[0, 1, 1, 0]     | linear  | hinge         | mean | 0.5  | Hinge is 1 for 2 of 4 targets (0)",
        "[0, 1, 1, 0]     | tanh    | hinge         | sum  | 2    | Hinge is 1 for 2 of 4 targets (0)",
        "[1, -1, 1, -1]   | sigmoid | hinge         | sum  | 2    | Hinge can't be 0 for 2 of 4 targets (-1)",
        "[0.5, -0.5, 1]   | tanh    | hinge         | sum  | 1    | Hinge can't be 0 for 2 of 3 targets",
        "[[9, 1], [0, 1]] | tanh    | squared_error | sum  | 64   | 1 of 4 targets (9) lies",
      })
  void aTargetOutOfReachIsNotedWithTheLossThatItLeaves(
      String targets, String output, String loss, String reduction, double floor, String begin) {
    Unreachable found = in(targets, output, loss, reduction);
    assertEquals(floor, found.floor(), 1e-12);
    Finding note = found.findings().getFirst();
    assertEquals(Severity.NOTE, note.severity());
    assertEquals(0, note.step());
    assertEquals("layer2.neuron1", note.where());
    assertEquals(begin, note.text().substring(0, begin.length()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, -1, 0, 1.005]     | tanh    | squared_error",
        "[0, 1, 0.5]           | sigmoid | squared_error",
        "[0, 1, 1e6, -1e-9]    | relu    | squared_error",
        "[50, -1e9]            | linear  | squared_error",
        "[1, -1, 3, -0.001]    | linear  | hinge",
        "[1, -1, 3]            | tanh    | hinge",
      })
  void whatCanBeReachedOrNearlySoIsNot(String targets, String output, String loss) {
    assertEquals(List.of(), in(targets, output, loss, "sum").findings());
  }
}
