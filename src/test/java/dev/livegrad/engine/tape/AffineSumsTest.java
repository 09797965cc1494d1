package dev.livegrad.engine.tape;

import static dev.livegrad.engine.tape.Sketch.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.engine.Value;
import dev.livegrad.engine.tape.AffineSums.Sum;
import java.util.List;
import org.junit.jupiter.api.Test;

class AffineSumsTest {
  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input();
  private final Value y = sketch.input();
  private final List<Value> w = sketch.parameters(4);
  private final Value bias = w.get(3);

  @Test
  void aNeuronsSumIsFoundWithItsWeightsInOrder() {
    Program program = sketch.program(sum(bias, w.subList(0, 3), List.of(x, y, x.tanh())).tanh());
    Sum found = only(program);
    assertEquals(3, found.bias());
    assertEquals(List.of(0, 1, 2), found.weights());
    assertEquals(new Node.Input(0), program.node(found.factors().get(0)));
    assertEquals(new Node.Input(1), program.node(found.factors().get(1)));
    assertEquals(found.root(), ((Node.Apply) Sketch.root(program, 0)).a());
    // Three products and two of the three additions.
    assertEquals(5, found.parts().size());
  }

  @Test
  void theBiasMayStandAnywhereOrNowhere() {
    Value a = w.get(0).times(x);
    Value b = y.times(w.get(1));
    assertEquals(3, only(a.plus(bias)).bias());
    assertEquals(3, only(w.get(2).times(x).plus(bias).plus(w.get(1).times(y))).bias());
    assertEquals(-1, only(a.plus(b)).bias());
    assertEquals(List.of(0, 1), only(w.get(0).times(x).plus(y.times(w.get(1)))).weights());
  }

  @Test
  void aFunctionOfAnotherSumIsAFactor() {
    Value first = sum(bias, w.subList(0, 1), List.of(x)).tanh();
    Value second = sum(w.get(1), w.subList(2, 3), List.of(first));
    assertEquals(2, found(second).size());
  }

  @Test
  void aProductThatIsUsedTwiceIsNoPartOfASum() {
    Value product = w.get(0).times(x);
    none(bias.plus(product), product.tanh());
    none(bias.plus(product), product);
    none(product.plus(product));
  }

  @Test
  void aFactorThatAppearsTwiceMakesNoSum() {
    none(sum(bias, w.subList(0, 2), List.of(x, x)));
    Value h = x.tanh();
    none(sum(bias, w.subList(0, 3), List.of(h, y, h)));
  }

  @Test
  void twoBiasesEndASumBeforeTheSecond() {
    Value one = bias.plus(w.get(0).times(x));
    Program program = sketch.program(one.plus(w.get(1)));
    Sum found = only(program);
    assertEquals(3, found.bias());
    assertEquals(List.of(0), found.weights());
    none(w.get(0).plus(w.get(1)));
    none(bias.plus(bias));
  }

  @Test
  void aPartialSumThatSomebodyElseWantsEndsThere() {
    Value partial = bias.plus(w.get(0).times(x));
    Value whole = partial.plus(w.get(1).times(y));
    assertEquals(List.of(0), only(sketch.program(whole, partial)).weights());
    assertEquals(List.of(0), only(sketch.program(whole.plus(partial.tanh()))).weights());
  }

  @Test
  void whatIsNotAParameterTimesASampleIsNoTerm() {
    none(bias.plus(x));
    none(bias.plus(x.times(y)));
    none(bias.plus(w.get(0).times(w.get(1))));
    none(bias.plus(w.get(0).times(2)));
    none(bias.minus(w.get(0).times(x)));
    none(Value.plus(2, w.get(0).times(x)));
    none(w.get(0).times(x));
  }

  @Test
  void aSumInsideOutIsFoundAsFarAsItIsOne() {
    Value right = bias.plus(w.get(0).times(x));
    Value nested = w.get(1).times(y).plus(right);
    assertEquals(List.of(0), only(nested).weights());
  }

  private Sum only(Value root) {
    return only(sketch.program(root));
  }

  private static Sum only(Program program) {
    List<Sum> sums = AffineSums.find(program);
    assertEquals(1, sums.size(), program::toString);
    return sums.getFirst();
  }

  private List<Sum> found(Value root) {
    return AffineSums.find(sketch.program(root));
  }

  private void none(Value... roots) {
    Program program = sketch.program(roots);
    assertEquals(List.of(), AffineSums.find(program), program::toString);
  }
}
