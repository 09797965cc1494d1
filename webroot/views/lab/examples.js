/**
 * The tutorials' expressions, to start from.
 * @typedef {object} Example
 * @property {string} title
 * @property {string} text
 * @property {string} note what to look at
 * @property {string[]} along the leaves that are plotted
 * @property {{name: string, value: number}[]} [tries] small changes to make
 */

const NEURON = 'x1=2; x2=0; w1=-3; w2=1; b=6.8813735870195432\n';

/** @type {Example[]} */
export const EXAMPLES = [
  {
    title: 'What a gradient is: L = (a*b + c) * f',
    text: 'a=2; b=-3; c=10; f=-2\nL=(a*b+c)*f',
    note: 'Move a, and see L follow. The gradient (grad) says by how much L changes for each unit that a number grows.',
    along: ['a'],
    tries: [{ name: 'a', value: 2.001 }],
  },
  {
    title: 'A neuron: tanh(x1*w1 + x2*w2 + b)',
    text: `${NEURON}o=tanh(x1*w1+x2*w2+b)`,
    note: 'Pull b up: the tanh goes flat and all gradients fade. w2’s is 0, since what is multiplied by x2 = 0 can’t matter.',
    along: ['b'],
  },
  {
    title: 'The same neuron, tanh taken apart',
    text: `${NEURON}n=x1*w1+x2*w2+b; e=exp(2*n)\no=(e-1)/(e+1)`,
    note: 'More operations, but the same result and the same gradients.',
    along: ['b'],
  },
  {
    title: 'A number used twice: z = (x + y) * x',
    text: 'x=2; y=3\nz=(x+y)*x',
    note: 'x acts on z in two ways, and its gradient is the sum of both: x through the bracket, x + y as the factor behind it.',
    along: ['x'],
  },
  {
    title: 'Small changes: c = a*b + b',
    text: 'a=2; b=3\nc=a*b+b',
    note: 'Press a small change below. The change of c, divided by the change that was made, is the gradient.',
    along: ['a'],
    tries: [
      { name: 'a', value: 2.0001 },
      { name: 'b', value: 3.01 },
    ],
  },
  {
    title: 'A slope: y = 3*x**2 - 4*x + 5',
    text: 'x=3\ny=3*x**2-4*x+5',
    note: 'At x = 3 the slope is 14: the dashed line climbs 14 for each unit of x. Move x to where the slope is 0.',
    along: ['x'],
    tries: [{ name: 'x', value: 3.001 }],
  },
  {
    title: 'Two slopes, one arrow: z = x**2 + y**2',
    text: 'x=1; y=2\nz=x**2+y**2',
    note: 'The arrow is the gradient: it points where z grows fastest, straight across the lines of equal z.',
    along: ['x', 'y'],
  },
  {
    title: 'A ReLU that dies: f = relu(a*b + c)',
    text: 'a=2; b=-3; c=10\nf=relu(a*b+c)',
    note: 'Pull c below 6. The ReLU gives 0 and no gradient gets past it: every grad is 0. That is a dead ReLU.',
    along: ['c'],
  },
  {
    title: 'Its relatives: y = gelu(x)',
    text: 'x=-1\ny=gelu(x)',
    note: 'Below 0 a ReLU’s slope is 0; here there is some. Write relu, leaky_relu or softplus in the place of gelu, and pull x from side to side.',
    along: ['x'],
  },
  {
    title: 'The larger one counts: m = max(a, b)',
    text: 'a=1; b=-0.5\nm=max(a, b)',
    note: 'The larger one gets all of the gradient, the other one 0. Where both are equal each gets half. Write min in the place of max.',
    along: ['a', 'b'],
    tries: [{ name: 'b', value: 1 }],
  },
  {
    title: 'Many valleys: y = sin(3*x) + x**2/5',
    text: 'x=2.5\ny=sin(3*x)+x**2/5',
    note: 'Roll the ball, then put it back, pull x elsewhere and roll again: at a small rate it rests in the valley where it began, which need not be the lowest.',
    along: ['x'],
  },
];
