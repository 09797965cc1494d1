/**
 * A run spec that is being written, as the tree that the server reads. It may be wrong for a while: the server says how.
 * @typedef {Record<string, any>} Tree
 */
export class Draft {
  /** @param {Tree} tree */
  constructor(tree) {
    this.tree = tree;
    /** @type {(() => void)[]} */
    this.listeners = [];
  }

  /**
   * What stands at a path as `data.generator.noise`, or in a list as `model.layers.0`.
   * @param {string} path
   */
  get(path) {
    return path.split('.').reduce((/** @type {any} */ at, name) => at?.[name], this.tree);
  }

  /**
   * Sets it, or takes it out.
   * @param {string} path
   * @param {any} value undefined for nothing
   */
  set(path, value) {
    this.change((tree) => place(tree, path.split('.'), value));
  }

  /**
   * Changes several things at once.
   * @param {(tree: Tree) => void} how
   */
  change(how) {
    how(this.tree);
    this.tell();
  }

  /**
   * Puts another spec in its place.
   * @param {Tree} tree
   */
  replace(tree) {
    this.tree = tree;
    this.tell();
  }

  /** @param {() => void} listener called after each change */
  onChange(listener) {
    this.listeners.push(listener);
  }

  tell() {
    this.listeners.forEach((listener) => listener());
  }
}

/**
 * @param {Tree} tree
 * @param {string[]} names
 * @param {any} value
 */
function place(tree, [name, ...rest], value) {
  if (rest.length > 0) {
    if (tree[name] === null || typeof tree[name] !== 'object') {
      tree[name] = {};
    }
    place(tree[name], rest, value);
  } else if (value === undefined) {
    delete tree[name];
  } else {
    tree[name] = value;
  }
}

/** A spec that learns from the first press on: a ring of one class in a ring of another. */
export function firstDraft() {
  return {
    name: 'my run',
    seed: 42,
    data: { generator: { name: 'circles', samples: 200, noise: 0.1, seed: 1, factor: 0.5 }, split: { test: 0.3, seed: 1 } },
    model: { layers: [4, 1], hidden: 'tanh', output: 'sigmoid', init: { weights: 'xavier_uniform', biases: 'zero' } },
    loss: { name: 'binary_cross_entropy', reduction: 'mean', l2: 0 },
    optimizer: { name: 'adam', learningRate: 0.05 },
    training: { steps: 500 },
  };
}
