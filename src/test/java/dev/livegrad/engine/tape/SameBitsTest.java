package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trains the same in JVMs that have other vectors, none, or other processors. */
class SameBitsTest {
  private static final String[] MODULE = {"--add-modules", "jdk.incubator.vector"};

  /** From the first step on, not only once they have been practised. */
  private static final String[] VECTORS = {
    "--add-modules", "jdk.incubator.vector", "-Dlivegrad.simd=true"
  };

  @Test
  void aRunIsTheSameToTheLastBitWithVectorsAndWithout() throws Exception {
    allPrintTheSame(
        new Child("VectorKernels", true, VECTORS),
        new Child("ScalarKernels", true),
        new Child("VectorKernels", true, "-XX:UseAVX=2").with(VECTORS));
  }

  @Test
  @Tag("thorough")
  void aRunIsTheSameToTheLastBitOnEveryProcessor() throws Exception {
    allPrintTheSame(
        new Child("VectorKernels", false, VECTORS),
        new Child("ScalarKernels", false),
        new Child("ScalarKernels", false, "-Dlivegrad.simd=false").with(MODULE),
        new Child("WarmingKernels", false, MODULE),
        new Child("VectorKernels", false, "-XX:UseAVX=3").with(VECTORS),
        new Child("VectorKernels", false, "-XX:UseAVX=2").with(VECTORS),
        new Child("VectorKernels", false, "-XX:UseAVX=1").with(VECTORS),
        // This takes fused multiply-adds away too; numbers one by one can be put together exactly.
        new Child("ScalarKernels", false, "-XX:UseAVX=0").with(VECTORS),
        new Child("VectorKernels", false, "-XX:ActiveProcessorCount=1").with(VECTORS),
        new Child("VectorKernels", false, "-XX:ActiveProcessorCount=2").with(VECTORS));
  }

  private static void allPrintTheSame(Child... children) throws Exception {
    List<Future<List<String>>> printed = new ArrayList<>();
    try (ExecutorService twoAtOnce = Executors.newFixedThreadPool(2)) {
      for (Child child : children) {
        printed.add(twoAtOnce.submit(child::run));
      }
    }
    List<String> expected = bits(children[0], printed.getFirst());
    assertEquals(children[0].fewSteps() ? 3 : 6, expected.size());
    for (int i = 1; i < children.length; i++) {
      List<String> wanted = new ArrayList<>(expected);
      List<String> actual = bits(children[i], printed.get(i));
      if (children[i].fewSteps()) {
        assertEquals(3, actual.size(), children[i].toString());
        wanted.retainAll(actual);
      }
      assertEquals(wanted, actual, children[i].toString());
    }
  }

  private static List<String> bits(Child child, Future<List<String>> printed)
      throws ExecutionException, InterruptedException {
    List<String> lines = printed.get();
    assertTrue(lines.contains("kernels " + child.kernels()), child + " printed " + lines);
    // The JVM may have had something to say about its flags.
    return lines.stream().filter(line -> line.startsWith("bits ")).toList();
  }

  private record Child(String kernels, boolean fewSteps, List<String> flags) {
    Child(String kernels, boolean fewSteps, String... flags) {
      this(kernels, fewSteps, List.of(flags));
    }

    Child with(String... more) {
      List<String> all = new ArrayList<>(flags);
      all.addAll(List.of(more));
      return new Child(kernels, fewSteps, all);
    }

    /** The lines that it prints. */
    List<String> run() throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // Processors of other makers know no AVX.
      command.add("-XX:+IgnoreUnrecognizedVMOptions");
      command.addAll(flags);
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(TrainedBits.class.getName());
      command.add(fewSteps ? "few" : "many");
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), this + " printed " + printed);
      return printed.lines().toList();
    }
  }
}
