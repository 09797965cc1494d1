/**
 * A tab.
 * @typedef {object} Definition
 * @property {string} name of its tab and panel: `tab-name`, `panel-name`
 * @property {string} title
 * @property {string} about what one is looking at, in a sentence
 * @property {string} formula how it is computed, in words and signs
 * @property {string} source the class that computes it
 * @property {string[]} styles its style sheets besides those of the page; later ones win
 * @property {() => Promise<(panel: HTMLElement, page: import('../ui/view.js').Page) => import('../ui/view.js').View>} open fetches it when it is first shown
 */

/** What one sees who opens the page without a link: the network’s answers, and the samples on them. */
export const FIRST_VIEW = 'surface';

/** @type {Definition[]} */
export const VIEWS = [
  {
    name: 'table',
    title: 'Table',
    about: 'The run as the tutorials print it, and every change of the learning rate.',
    formula: 'loss = the sum or mean of the samples’ losses, before the step’s update',
    source: 'dev.livegrad.training.TrainingRun',
    styles: [],
    open: async () => (await import('../views/table/table.js')).table,
  },
  {
    name: 'predictions',
    title: 'Predictions',
    about: 'What the network says for each sample, beside what it should say: which classes it confuses, how far its numbers are off.',
    formula: 'output = the last layer’s activation(w · x + b), with the parameters as they are now',
    source: 'dev.livegrad.training.Objective',
    styles: ['views/predictions/predictions.css'],
    open: async () => (await import('../views/predictions/predictions.js')).predictions,
  },
  {
    name: 'parameters',
    title: 'Parameters',
    about: 'Each weight and bias, and its gradient: how the loss changes when it grows a little.',
    formula: 'gradient = ∂loss/∂parameter; each step of plain gradient descent: parameter −= learning rate · gradient',
    source: 'dev.livegrad.engine.tape.Execution',
    styles: [],
    open: async () => (await import('../views/parameters/parameters.js')).parameters,
  },
  {
    name: 'health',
    title: 'Health',
    about: 'Whether training is well: what is wrong in words, and the figures that show it.',
    formula: 'a finding = what all samples show of neurons and gradients; what is doubtful is tried out on a copy first',
    source: 'dev.livegrad.training.diagnosis.Diagnosis',
    styles: ['views/health/findings.css', 'views/health/health.css'],
    open: async () => (await import('../views/health/health.js')).health,
  },
  {
    name: 'network',
    title: 'Network',
    about: 'The network: every weight an edge, every neuron with what it puts out.',
    formula: 'a neuron puts out activation(b + w0 · its first input + w1 · its second + …), softmax by the sums of its whole layer; a gradient is checked by (L(p + h) − L(p − h)) / 2h',
    source: 'dev.livegrad.training.inspect.Neurons, GradientCheck',
    styles: ['views/network/network.css', 'views/network/details.css'],
    open: async () => (await import('../views/network/network.js')).network,
  },
  {
    name: 'surface',
    title: 'Surface',
    about: 'The network’s output for every input, with the samples on it; where there are classes, the lines between them.',
    formula: 'colour = output(x, y), with all other inputs held still; error = output − target',
    source: 'dev.livegrad.training.inspect.Surface',
    styles: ['views/surface/surface.css'],
    open: async () => (await import('../views/surface/surface.js')).surface,
  },
  {
    name: 'graph',
    title: 'Graph',
    about: 'Every operation that makes one sample’s loss, and how the loss would change with each number in it.',
    formula: 'data: from the children, left to right; grad = ∂loss/∂node: from the loss back, each node adds local derivative · its own grad to its children',
    source: 'dev.livegrad.engine.Graph',
    styles: ['graph-drawing/drawing.css', 'views/graph/graph.css', 'views/graph/close-up.css', 'views/graph/walk.css'],
    open: async () => (await import('../views/graph/graph.js')).graph,
  },
  {
    name: 'run',
    title: 'Run',
    about: 'What determines this run: its spec, and the commands that people gave.',
    formula: 'run = spec + journal; both together give every number again, bit for bit',
    source: 'dev.livegrad.run.Journal',
    styles: [],
    open: async () => (await import('../views/run/run.js')).runView,
  },
  {
    name: 'lab',
    title: 'Lab',
    about: 'Pull a number, and see what it does to the result.',
    formula:
      'grad = ∂result/∂node, by the chain rule from the result back; central difference = (f(x + h) − f(x − h)) / 2h, by no rule at all; descent: leaf −= rate · grad',
    source: 'dev.livegrad.expression.EvaluatedExpression',
    styles: ['graph-drawing/drawing.css', 'views/lab/plot.css', 'views/lab/numbers.css', 'views/lab/descent.css', 'views/lab/lab.css'],
    open: async () => (await import('../views/lab/lab.js')).lab,
  },
];
