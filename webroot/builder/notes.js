/**
 * What was done for whoever builds a run, in sentences. Each is said as long as the part of the spec that it is about stays
 * as it was then.
 */
export class Notes {
  /** @param {import('./draft.js').Draft} draft */
  constructor(draft) {
    this.draft = draft;
    /** @type {{sentence: string, path: string, then: string | null}[]} with null before the change that they are about is made */
    this.said = [];
  }

  /**
   * To be said after the change that is being made.
   * @param {string} sentence empty for nothing
   * @param {string} [path] of the part that it is about; empty for the whole spec
   */
  say(sentence, path = '') {
    if (sentence !== '') {
      this.said.push({ sentence, path, then: null });
    }
  }

  /** To be called after each change of the spec. */
  settle() {
    this.said = this.said.filter((note) => {
      const now = JSON.stringify(note.path === '' ? this.draft.tree : this.draft.get(note.path));
      note.then ??= now;
      return note.then === now;
    });
  }

  /** All that is still true. */
  text() {
    return this.said.map(({ sentence }) => sentence).join(' ');
  }
}
