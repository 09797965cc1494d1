import { ofRun } from '../../state/requested-run.js';

const RETRY_MILLIS = 3000;

/**
 * What `GET /api/graph` answers, but for its numbers: those come as the level `graph:N`.
 * @typedef {import('../../graph-drawing/structure.js').Graph & {
 *   samples: number, note: string | null, groups: string[], collapsed: string[]
 * }} RunGraph
 */

/**
 * The graph of the present run, as the server lays it out: asked for when another run begins, and
 * again after a failure. An answer to anything but the last question is dropped.
 * @param {import('../../state/store.js').Store} store
 * @param {object} on
 * @param {(graph: RunGraph, anchor: string | undefined) => void} on.graph another one has come
 * @param {() => void} on.change something else is to be said
 */
export function graphSource(store, on) {
  /** @type {RunGraph | null} */
  let graph = null;
  let problem = '';
  let asked = '';
  let trajectory = -1;
  let shape = '';

  /**
   * @param {string | null} collapsed as in `GET /api/graph`; null leaves it to the server
   * @param {string} [anchor] a group that stays where it is on the screen
   */
  async function ask(collapsed, anchor) {
    const query = collapsed === null ? '' : `?${new URLSearchParams({ collapsed })}`;
    const question = `${store.state.run?.trajectory} ${query}`;
    asked = question;
    try {
      const response = await fetch(ofRun(`api/graph${query}`));
      const answer = await response.json();
      if (asked !== question) {
        return;
      }
      if (!response.ok) {
        throw new Error(answer.error);
      }
      problem = '';
      graph = answer;
      on.graph(answer, anchor);
    } catch (error) {
      if (asked === question) {
        problem = error instanceof Error ? error.message : String(error);
        on.change();
        if (graph === null) {
          setTimeout(() => {
            trajectory = -1;
            on.change();
          }, RETRY_MILLIS);
        }
      }
    }
  }

  return {
    ask,
    /**
     * Asks for another run's graph; where that is the same, only its numbers are others.
     * @param {import('../../state/protocol.js').Welcome} run
     * @returns {boolean} whether another trajectory has begun
     */
    follow(run) {
      if (trajectory === run.trajectory || !store.state.live) {
        return false;
      }
      trajectory = run.trajectory;
      const { spec, inputNames, targets } = run;
      const before = shape;
      shape = JSON.stringify([spec.model, spec.loss, inputNames, targets?.length]);
      if (graph === null || shape !== before) {
        graph = null;
        ask(null);
      }
      return true;
    },
    /** @returns {RunGraph | null} */
    get graph() {
      return graph;
    },
    /** Why there is no other graph, in the server's words; empty if nothing is wrong. @returns {string} */
    get problem() {
      return problem;
    },
  };
}
