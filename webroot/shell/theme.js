// A classic script, so that the page is painted in its theme from the first frame on.
(function () {
  let theme = null;
  try {
    theme = localStorage.getItem('livegrad.theme');
  } catch {
    // Storage can be forbidden; the system's setting is used then.
  }
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
})();
