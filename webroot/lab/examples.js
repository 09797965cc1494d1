/**
 * The tutorials' expressions, to start from.
 * @typedef {object} Example
 * @property {string} title
 * @property {string} text
 * @property {string} note what to look at
 * @property {string[]} along the leaves that are plotted
 * @property {{name: string, value: number}[]} [tries] small changes to make
 */

const NEURON = 'x1=2; x2=0; w1=-3; w2=1\nb=6.8813735870195432\n';

/** @type {Example[]} */
export const EXAMPLES = [
  {
    title: 'L = (a*b + c) * f',
    text: 'a=2; b=-3; c=10; f=-2\nL=(a*b+c)*f',
    note: 'Each gradient says how much L changes for each unit that its number grows. Move a, and see L follow.',
    along: ['a'],
    tries: [{ name: 'a', value: 2.001 }],
  },
  {
    title: 'A neuron',
    text: `${NEURON}o=tanh(x1*w1+x2*w2+b)`,
    note: 'x2 is 0, so the gradient of w2 is 0: what is multiplied by 0 can’t matter. Pull b up and the tanh goes flat: all gradients fade.',
    along: ['b'],
  },
  {
    title: 'The same neuron, tanh taken apart',
    text: `${NEURON}n=x1*w1+x2*w2+b\ne=exp(2*n)\no=(e-1)/(e+1)`,
    note: 'More nodes, the same numbers, the same gradients: how far an operation is taken apart makes no difference.',
    along: ['b'],
  },
  {
    title: 'z = (x + y) * x',
    text: 'x=2; y=3\nz=(x+y)*x',
    note: 'x is used twice. What flows back over both ways is added: y + x from the left, x from the right of the product.',
    along: ['x'],
  },
  {
    title: 'c = a*b + b',
    text: 'a=2; b=3\nc=a*b+b',
    note: 'Try the small changes of the tutorial. The change of c, divided by the change that was made, is the gradient.',
    along: ['a'],
    tries: [
      { name: 'a', value: 2.0001 },
      { name: 'b', value: 3.01 },
    ],
  },
  {
    title: 'y = 3*x**2 - 4*x + 5',
    text: 'x=3\ny=3*x**2-4*x+5',
    note: 'At 3 the slope is 14. Let the ball roll: below a rate of 1/6 it rolls down, above it overshoots, from 1/3 on it is lost.',
    along: ['x'],
    tries: [{ name: 'x', value: 3.001 }],
  },
  {
    title: 'z = x**2 + y**2',
    text: 'x=1; y=2\nz=x**2+y**2',
    note: 'The gradient (2, 4) is an arrow: it points where z grows fastest, straight across the lines of equal z. Descent goes against it.',
    along: ['x', 'y'],
  },
  {
    title: 'f = relu(a*b + c)',
    text: 'a=2; b=-3; c=10\nf=relu(a*b+c)',
    note: 'Pull c below 6. The ReLU gives 0, and no gradient reaches anything behind it: that is a dead ReLU.',
    along: ['c'],
  },
];
