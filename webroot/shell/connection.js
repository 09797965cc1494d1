import { refusalOf } from '../state/commands.js';
import { SUBPROTOCOL } from '../state/protocol.js';
import { ofRun } from '../state/requested-run.js';
import { askForRefusal, isUnknown } from './refusal.js';

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5000;

/** After these close codes the page waits longer before it comes back: PROTOCOL.md says why. */
const UNWELCOME = [1002, 1007, 1009, 1011, 4400, 4429];
const UNWELCOME_DELAY = 60_000;

/** After so many attempts in vain the server is asked why. */
const PATIENCE = 3;

/** After so many attempts in vain what is pressed is no longer held for the connection to come. */
const HELD_ATTEMPTS = 4;

/** What was pressed longer ago than this, in milliseconds, would surprise whoever sees it happen. */
const HELD_MILLIS = 10_000;

/** The close code after the run was deleted. */
const DELETED = 4410;

/** The close code of a socket that ended without a close frame. */
const ABNORMAL = 1006;

/**
 * The WebSocket to the server: comes back by itself, and then subscribes to what it had, the series
 * from where it stopped.
 *
 * CONNECTING -> LIVE -> WAITING -> CONNECTING, until there is no such run any more.
 */
export class Connection {
  /**
   * @param {import('../state/store.js').Store} store
   * @param {object} [world] what it is connected to, replaced in tests
   * @param {() => WebSocket} [world.open]
   * @param {() => Promise<string | null>} [world.askForRefusal]
   * @param {() => Promise<boolean>} [world.isUnknown]
   * @param {(action: () => void, delay: number) => number} [world.later]
   * @param {(timer: number) => void} [world.cancel]
   * @param {() => number} [world.now] in milliseconds
   * @param {() => number} [world.random] from 0 to 1
   */
  constructor(store, world = {}) {
    this.store = store;
    this.open = world.open ?? (() => new WebSocket(new URL(ofRun('ws'), document.baseURI).href.replace(/^http/, 'ws'), SUBPROTOCOL));
    this.askForRefusal = world.askForRefusal ?? askForRefusal;
    this.isUnknown = world.isUnknown ?? isUnknown;
    this.later = world.later ?? ((action, delay) => setTimeout(action, delay));
    this.cancel = world.cancel ?? ((timer) => clearTimeout(timer));
    this.now = world.now ?? Date.now;
    this.random = world.random ?? Math.random;
    /** @type {Set<import('../state/protocol.js').Topic>} */
    this.levels = new Set();
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {number | null} */
    this.timer = null;
    this.attempts = 0;
    this.lastId = 0;
    /** When something was pressed last while there was no connection. */
    this.pressedAt = 0;
    /** Who is told of a message's refusal, by its id. @type {Map<unknown, (why: string) => void>} */
    this.refusals = new Map();
  }

  connect() {
    if (this.timer !== null) {
      this.cancel(this.timer);
      this.timer = null;
    }
    if (this.socket !== null || this.store.state.gone !== null) {
      return;
    }
    const socket = this.open();
    this.socket = socket;
    socket.onmessage = (event) => this.#received(JSON.parse(event.data));
    socket.onclose = (event) => this.#lost(event.code);
  }

  /** Ends the connection at once: the network is gone, which the socket itself would notice late. */
  drop() {
    const { socket } = this;
    if (socket !== null) {
      socket.onmessage = socket.onclose = null;
      socket.close();
      this.#lost(ABNORMAL);
    }
  }

  /** Ends the connection until `connect`: nobody looks at the page any more. */
  rest() {
    this.drop();
    if (this.timer !== null) {
      this.cancel(this.timer);
      this.timer = null;
    }
  }

  /**
   * Sends a message; false while there is no connection.
   * @param {import('../state/protocol.js').ClientMessage} message
   * @param {(why: string) => void} [refused] is told why it is refused; else the page tells it
   */
  send(message, refused) {
    if (!this.store.state.live || this.socket === null) {
      return false;
    }
    this.socket.send(JSON.stringify({ ...message, id: ++this.lastId }));
    if (refused !== undefined) {
      this.refusals.set(this.lastId, refused);
    }
    return true;
  }

  /**
   * Sends what somebody pressed. While the connection is on its way it is held, in place of what was pressed before of its
   * kind, and sent once with the welcome.
   * @param {import('../state/protocol.js').Pressed} message
   */
  press(message) {
    const { held, canHold } = this.store.state;
    if (!this.send(message) && canHold) {
      this.pressedAt = this.now();
      this.store.set({ held: [...held.filter(({ type }) => (type === 'setSpeed') !== (message.type === 'setSpeed')), message] });
    }
  }

  /**
   * Chooses the levels that are sent from now on.
   * @param {import('../state/protocol.js').Topic[]} topics
   */
  watch(topics) {
    const more = topics.filter((topic) => !this.levels.has(topic));
    const fewer = [...this.levels].filter((topic) => !topics.includes(topic));
    this.levels = new Set(topics);
    if (fewer.length > 0) {
      this.send({ type: 'unsubscribe', topics: fewer });
    }
    if (more.length > 0) {
      this.send({ type: 'subscribe', topics: more });
    }
  }

  /** @param {import('../state/protocol.js').ServerMessage} message */
  #received(message) {
    if ((message.type === 'rejected' || message.type === 'accepted') && this.refusals.has(message.id)) {
      const refused = this.refusals.get(message.id);
      this.refusals.delete(message.id);
      if (message.type === 'rejected') {
        refused?.(refusalOf(message.reason));
        return;
      }
    }
    if (message.type === 'welcome' && !this.store.state.live) {
      const position = this.store.position(message.trajectory);
      this.attempts = 0;
      this.store.receive(message);
      const held = this.now() - this.pressedAt < HELD_MILLIS ? this.store.state.held : [];
      this.store.set({ live: true, offlineSince: null, refusal: null, held: [], canHold: true });
      this.send({ type: 'subscribe', topics: ['steps'], ...position });
      if (this.levels.size > 0) {
        this.send({ type: 'subscribe', topics: [...this.levels] });
      }
      held.forEach((pressed) => this.send(pressed));
    } else if (!this.store.receive(message)) {
      this.send({ type: 'subscribe', topics: ['steps'] });
    }
  }

  /** @param {number} code */
  #lost(code) {
    this.socket = null;
    this.refusals.clear();
    const since = this.store.state.offlineSince ?? this.now();
    // Random, so that a whole class does not reconnect in the same moment.
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.attempts++);
    const delay = UNWELCOME.includes(code) ? UNWELCOME_DELAY : longest * (0.5 + this.random() / 2);
    const canHold = this.attempts <= HELD_ATTEMPTS && !UNWELCOME.includes(code) && code !== DELETED;
    this.store.set({ live: false, offlineSince: since, canHold, ...(canHold ? {} : { held: [] }) });
    if (code === DELETED) {
      this.store.set({ gone: 'deleted' });
      return;
    }
    this.timer = this.later(() => this.connect(), delay);
    void this.#askWhetherThereIsOne();
    if (this.attempts >= PATIENCE) {
      void this.#askWhy();
    }
  }

  async #askWhetherThereIsOne() {
    if ((await this.isUnknown()) && !this.store.state.live) {
      this.store.set({ gone: 'unknown', canHold: false, held: [] });
    }
  }

  async #askWhy() {
    const refusal = await this.askForRefusal();
    if (!this.store.state.live) {
      this.store.set({ refusal });
    }
  }
}
