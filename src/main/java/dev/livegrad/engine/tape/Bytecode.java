package dev.livegrad.engine.tape;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA_AT;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/**
 * Some instructions of the Java machine, in a method of {@link UnrolledClass#STATEMENTS}.
 *
 * @param size the most bytes they take
 * @param write writes them
 */
record Bytecode(int size, Consumer<CodeBuilder> write) {
  static final Bytecode ADD = new Bytecode(1, CodeBuilder::dadd);
  static final Bytecode MULTIPLY = new Bytecode(1, CodeBuilder::dmul);

  // Where the arguments of a method of statements stand; a double takes two places.
  private static final int MEMORY = 0;
  private static final int PARAMETERS = 1;
  private static final int GRADIENT = 4;

  /** The gradient of each sample's loss. */
  static final Bytecode SEED = new Bytecode(1, code -> code.dload(2));

  Bytecode then(Bytecode next) {
    return new Bytecode(size + next.size, write.andThen(next.write));
  }

  static Bytecode constant(double value) {
    return new Bytecode(3, code -> code.loadConstant(value));
  }

  static Bytecode memory(int place) {
    return load(MEMORY, place);
  }

  static Bytecode parameter(int parameter) {
    return load(PARAMETERS, parameter);
  }

  static Bytecode gradient(int parameter) {
    return load(GRADIENT, parameter);
  }

  static Bytecode toMemory(int place, Bytecode value) {
    return store(MEMORY, place, value);
  }

  static Bytecode toGradient(int parameter, Bytecode value) {
    return store(GRADIENT, parameter, value);
  }

  private static Bytecode load(int array, int index) {
    return new Bytecode(5, code -> code.aload(array).loadConstant(index).daload());
  }

  private static Bytecode store(int array, int index, Bytecode value) {
    return new Bytecode(4, code -> code.aload(array).loadConstant(index))
        .then(value)
        .then(new Bytecode(1, CodeBuilder::dastore));
  }

  static Bytecode invokeStatic(ClassDesc owner, String name, MethodTypeDesc type) {
    return new Bytecode(3, code -> code.invokestatic(owner, name, type));
  }

  static Bytecode invokeVirtual(ClassDesc owner, String name, MethodTypeDesc type) {
    return new Bytecode(3, code -> code.invokevirtual(owner, name, type));
  }

  /**
   * Calls a static method with the memory, two places in it, and how many numbers follow each other
   * from there on.
   */
  static Bytecode callOnMemory(ClassDesc owner, String name, int from, int to, int count) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_void, CD_double.arrayType(), CD_int, CD_int, CD_int);
    return new Bytecode(
        13,
        code ->
            code.aload(MEMORY)
                .loadConstant(from)
                .loadConstant(to)
                .loadConstant(count)
                .invokestatic(owner, name, type));
  }

  /** The class data's element at {@code index}, which the JIT takes for a constant. */
  static Bytecode classData(ClassDesc type, int index) {
    DynamicConstantDesc<?> constant =
        DynamicConstantDesc.ofNamed(BSM_CLASS_DATA_AT, DEFAULT_NAME, type, index);
    return new Bytecode(3, code -> code.ldc(constant));
  }
}
