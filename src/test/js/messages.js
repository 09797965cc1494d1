// Messages as the server sends them, for the tests.

/** An entry for each step from `from` to `to`, with `loss(step)` as its loss. */
export function singleSteps(from, to, loss = (step) => 1 / (step + 1), trajectory = 1) {
  const step = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const losses = step.map(loss);
  return {
    type: 'steps',
    trajectory,
    offset: to + 1,
    from: step,
    step,
    loss: losses,
    lossMin: losses,
    lossMax: losses,
    learningRate: step.map(() => 0.1),
    accuracy: step.map(() => 0.5),
  };
}

export function status(fields = {}) {
  return {
    type: 'status',
    trajectory: 1,
    status: 'running',
    step: 0,
    learningRate: 0.1,
    stepsPerSecond: 10,
    measuredStepsPerSecond: null,
    goal: null,
    viewers: 1,
    message: null,
    seed: 42,
    ...fields,
  };
}

export function welcome(trajectory = 1, fields = {}) {
  return {
    ...status({ trajectory, status: 'ready' }),
    type: 'welcome',
    server: 'test',
    viewer: 'viewer 1',
    offset: 0,
    spec: { name: 'four-points' },
    parameterNames: ['w0', 'b'],
    inputNames: ['x1'],
    inputs: [[1]],
    targets: [[1]],
    boundary: null,
    classNames: null,
    rawInputNames: null,
    rawInputs: null,
    journal: [],
    ...fields,
  };
}

export function parameters(step, data = [step, -step], trajectory = 1) {
  return { type: 'parameters', trajectory, step, data, grad: data.map((value) => value / 2) };
}
