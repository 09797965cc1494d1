/**
 * The id of the run that the page's address names; null for the run that all see who name none.
 * @param {string} [search] the part of the address from `?` on
 */
export function requestedRun(search = location.search) {
  return new URLSearchParams(search).get('run');
}

/**
 * The address of what is asked about that run.
 * @param {string} path relative to the page
 * @param {string} [search]
 */
export function ofRun(path, search = location.search) {
  const run = requestedRun(search);
  return run === null ? path : `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ run })}`;
}

/**
 * The page's address of a run.
 * @param {string} id
 */
export function pageOf(id) {
  return `./?${new URLSearchParams({ run: id })}`;
}
