package dev.livegrad.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import dev.livegrad.expression.Expression;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackwardPassTest {
  @Test
  void aNodeUsedTwiceHasARunningSum() {
    // The tutorials' c = a*b + b: b gets 1 from the sum and a from the product.
    Value output = Expression.evaluate("a=2; b=3; c=a*b+b").output();
    BackwardPass pass = BackwardPass.through(Graph.topologicalOrder(List.of(output)));
    assertEquals(
        new BackwardPass(
            List.of(
                new BackwardPass.Step(
                    3,
                    1,
                    List.of(
                        new BackwardPass.Contribution(2, 1, 1, 0, 1),
                        new BackwardPass.Contribution(1, 1, 1, 0, 1))),
                new BackwardPass.Step(
                    2,
                    1,
                    List.of(
                        new BackwardPass.Contribution(0, 3, 3, 0, 3),
                        new BackwardPass.Contribution(1, 2, 2, 1, 3))))),
        pass);
  }

  @Test
  void theSumsEndAtTheEnginesGradientsBitForBit() {
    LossGraph graph = new LossGraph(Specs.fourPoints());
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    for (int sample = 0; sample < 4; sample++) {
      run.step();
      graph.run(run.parameters(), sample);
      double[] reached = new double[graph.values().size()];
      reached[reached.length - 1] = 1;
      for (BackwardPass.Step step : BackwardPass.through(graph.values()).steps()) {
        assertEquals(graph.grad()[step.node()], step.grad());
        for (BackwardPass.Contribution share : step.shares()) {
          assertEquals(reached[share.child()], share.before());
          assertEquals(share.before() + share.amount(), share.after());
          reached[share.child()] = share.after();
        }
      }
      for (int id = 0; id < reached.length; id++) {
        assertEquals(graph.grad()[id], reached[id]);
      }
    }
  }
}
