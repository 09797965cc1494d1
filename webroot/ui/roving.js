/**
 * Buttons one below the other as one stop of the Tab key; arrow keys move between them.
 * @param {HTMLElement} host
 */
export function rovingButtons(host) {
  const buttons = () => [...host.querySelectorAll('button')];

  host.addEventListener('keydown', (event) => {
    const all = buttons();
    const place = all.findIndex((button) => button === document.activeElement);
    const next = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: all.length - 1 }[event.key];
    if (place >= 0 && next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    }
  });

  /** @param {number} chosen its place: where the Tab key stops; at the first one if it is -1 */
  return (chosen) =>
    buttons().forEach((button, i) => {
      const stop = i === Math.max(0, chosen) ? 0 : -1;
      const pressed = String(i === chosen);
      // Setting the same value again would make the browser compute the row's style again.
      if (button.tabIndex !== stop || button.ariaPressed !== pressed) {
        button.tabIndex = stop;
        button.ariaPressed = pressed;
      }
    });
}
