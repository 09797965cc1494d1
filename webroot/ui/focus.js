/**
 * Changes which buttons are disabled. Where that takes the focus from one, the first of its successors that can be
 * pressed gets it: whoever uses the keyboard stays where he is.
 * @param {Map<Element | null, HTMLButtonElement[]>} successors
 * @param {() => void} change
 */
export function passFocus(successors, change) {
  const had = document.activeElement;
  change();
  if (had instanceof HTMLButtonElement && had.disabled) {
    successors.get(had)?.find(({ disabled }) => !disabled)?.focus();
  }
}
