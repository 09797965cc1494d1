package dev.livegrad.engine.tape;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** One step's code, made for a tape and a number of samples; see {@link UnrolledCode}. */
interface UnrolledClass {
  /**
   * The most bytes of a method, unless one statement alone has more. With longer ones the JIT's
   * code gets slower; from 8,000 on it makes none.
   */
  int PART_SIZE = 3_000;

  /** Memory, parameters, seed, gradient: what {@link #run} and the methods it calls are given. */
  MethodTypeDesc STATEMENTS =
      MethodTypeDesc.of(
          CD_void, CD_double.arrayType(), CD_double.arrayType(), CD_double, CD_double.arrayType());

  /**
   * Forward and backward.
   *
   * @param memory whose input rows are filled
   * @param seed the gradient of each sample's loss
   * @param gradient gets each parameter's gradient
   */
  void run(double[] memory, double[] parameters, double seed, double[] gradient);

  /** Makes a class of what was written. */
  static UnrolledClass of(UnrolledCode.Written written) {
    ClassDesc name = ClassDesc.of(UnrolledClass.class.getPackageName(), "CompiledStep");
    byte[] bytes = ClassFile.of().build(name, type -> write(type, name, written.statements()));
    try {
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(bytes, written.rules(), true)
          .lookupClass()
          .asSubclass(UnrolledClass.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static void write(ClassBuilder type, ClassDesc name, List<Bytecode> statements) {
    type.withInterfaceSymbols(ClassDesc.of(UnrolledClass.class.getName()));
    type.withMethodBody(
        INIT_NAME,
        MTD_void,
        ClassFile.ACC_PUBLIC,
        code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
    List<List<Bytecode>> parts = split(statements);
    for (int i = 0; i < parts.size(); i++) {
      List<Bytecode> part = parts.get(i);
      type.withMethodBody(
          "part" + i,
          STATEMENTS,
          ClassFile.ACC_STATIC,
          code -> {
            part.forEach(statement -> statement.write().accept(code));
            code.return_();
          });
    }
    type.withMethodBody(
        "run",
        STATEMENTS,
        ClassFile.ACC_PUBLIC,
        code -> {
          for (int i = 0; i < parts.size(); i++) {
            code.aload(1).aload(2).dload(3).aload(5).invokestatic(name, "part" + i, STATEMENTS);
          }
          code.return_();
        });
  }

  private static List<List<Bytecode>> split(List<Bytecode> statements) {
    List<List<Bytecode>> parts = new ArrayList<>();
    int room = 0;
    for (Bytecode statement : statements) {
      if (room < statement.size()) {
        parts.add(new ArrayList<>());
        room = PART_SIZE;
      }
      parts.getLast().add(statement);
      room -= statement.size();
    }
    return parts;
  }
}
