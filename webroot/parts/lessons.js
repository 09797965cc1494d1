import { byId, element, setText } from '../ui/dom.js';

/**
 * The lessons there are, one press each, and the one that a link leads to.
 * @param {import('../state/store.js').Store} store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} send
 */
export function lessons(store, send) {
  const list = byId('lessons', HTMLUListElement);
  const offer = byId('lesson-offer', HTMLElement);
  const offerText = element('span');
  const accept = element('button', { type: 'button', class: 'small' }, 'Load it');
  const decline = element('button', { type: 'button', class: 'quiet', 'aria-label': 'Stay with this run' }, '×');
  offer.append(offerText, ' ', accept, decline);
  let asked = false;
  /** @type {string[] | null} null until the server has told them */
  let names = null;
  /** The lesson that the address names, until it is there or nobody wants it any more. */
  let wanted = '';

  async function fetchLessons() {
    const response = await fetch('api/lessons');
    if (!response.ok) {
      throw new Error(`lessons: ${response.status}`);
    }
    /** @type {{lessons: {name: string, description: string}[]}} */
    const { lessons: found } = await response.json();
    names = found.map(({ name }) => name);
    list.replaceChildren(...found.map(item));
    update();
  }

  /** @param {{name: string, description: string}} lesson */
  function item(lesson) {
    const id = `about-${lesson.name}`;
    const button = element(
      'button',
      { type: 'button', 'data-lesson': lesson.name, 'aria-describedby': id, title: lesson.description },
      lesson.name,
    );
    button.addEventListener('click', () => load(lesson.name));
    return element('li', {}, button, element('p', { id }, lesson.description));
  }

  /** @param {string} lesson */
  function load(lesson) {
    wanted = '';
    send({ type: 'load', lesson });
  }

  /** A link loads its lesson at once only where that disturbs nobody. */
  function goWhereTheLinkLeads() {
    const { live, run, status } = store.state;
    if (wanted !== '' && live && run !== null && status !== null && names !== null) {
      if (run.spec.name === wanted) {
        wanted = '';
      } else if (names.includes(wanted) && status.viewers <= 1 && status.status !== 'running') {
        load(wanted);
      }
    }
    offer.hidden = wanted === '' || !live || run === null || names === null;
    if (!offer.hidden) {
      const there = names?.includes(wanted) ?? false;
      accept.hidden = !there;
      setText(
        offerText,
        there
          ? `Your link leads to the lesson ${wanted}. It would replace this run, for all who watch it.`
          : `Your link leads to a lesson ${wanted}, which this server doesn’t have.`,
      );
    }
  }

  function update() {
    for (const button of list.querySelectorAll('button')) {
      button.setAttribute('aria-current', String(button.dataset.lesson === store.state.run?.spec.name));
      button.disabled = !store.state.live;
    }
    goWhereTheLinkLeads();
  }

  accept.addEventListener('click', () => load(wanted));
  decline.addEventListener('click', () => {
    wanted = '';
    store.set({});
  });
  store.onChange(() => {
    if (store.state.live && !asked) {
      asked = true;
      fetchLessons().catch(() => {
        asked = false; // asked again at the next change
      });
    } else if (!store.state.live) {
      asked = false; // another server may come back, with other lessons
    }
    update();
  });

  return {
    /**
     * Goes to the lesson that a link names.
     * @param {string} lesson empty for none
     */
    follow(lesson) {
      wanted = lesson;
      update();
    },
    /** What the address says of the lesson. @returns {Record<string, string>} */
    parts() {
      const name = wanted || store.state.run?.spec.name;
      return name !== undefined && (wanted !== '' || names?.includes(name)) ? { lesson: name } : {};
    },
  };
}
