// A classic script: where the server refuses this address it refuses the modules too, which bring their origin along, and
// this is all of the page that runs.
(function () {
  /** Says why the rest of the page is missing, by a request that the server refuses as well, but in words. */
  async function explain() {
    const hint = document.getElementById('hint');
    const connection = document.getElementById('connection');
    if (hint === null || connection === null) {
      return;
    }
    try {
      const response = await fetch('ws', { method: 'POST' });
      const { error } = await response.json();
      hint.textContent =
        response.status === 403
          ? `The server refuses this page. ${error}.`
          : 'A part of this page could not be fetched. Reload it.';
      connection.textContent = response.status === 403 ? 'refused' : 'not loaded';
    } catch {
      hint.textContent = 'The server does not answer. Reload this page when it does.';
    }
    hint.dataset.kind = 'offline';
  }

  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement && target.type === 'module') {
        if (document.readyState === 'loading') {
          document.addEventListener('DOMContentLoaded', explain);
        } else {
          explain();
        }
      }
    },
    { capture: true },
  );
})();
