import { byId, element } from '../ui/dom.js';

/**
 * The lessons there are, one press each.
 * @param {import('../state/store.js').Store} store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} send
 */
export function lessons(store, send) {
  const list = byId('lessons', HTMLUListElement);
  let asked = false;

  async function fetchLessons() {
    const response = await fetch('/api/lessons');
    if (!response.ok) {
      throw new Error(`lessons: ${response.status}`);
    }
    /** @type {{lessons: {name: string, description: string}[]}} */
    const { lessons: found } = await response.json();
    list.replaceChildren(...found.map(item));
    mark();
  }

  /** @param {{name: string, description: string}} lesson */
  function item(lesson) {
    const id = `about-${lesson.name}`;
    const button = element(
      'button',
      { type: 'button', 'data-lesson': lesson.name, 'aria-describedby': id, title: lesson.description },
      lesson.name,
    );
    button.addEventListener('click', () => send({ type: 'load', lesson: lesson.name }));
    return element('li', {}, button, element('p', { id }, lesson.description));
  }

  function mark() {
    for (const button of list.querySelectorAll('button')) {
      button.setAttribute('aria-current', String(button.dataset.lesson === store.state.run?.spec.name));
      button.disabled = !store.state.live;
    }
  }

  store.onChange(() => {
    if (store.state.live && !asked) {
      asked = true;
      fetchLessons().catch(() => {
        asked = false; // asked again at the next change
      });
    } else if (!store.state.live) {
      asked = false; // another server may come back, with other lessons
    }
    mark();
  });
}
