// A classic script, so that the page is painted as it was chosen to look from the first frame on.
(function () {
  try {
    const { dataset } = document.documentElement;
    const theme = localStorage.getItem('livegrad.theme');
    if (theme === 'light' || theme === 'dark') {
      dataset.theme = theme;
    }
    if (localStorage.getItem('livegrad.size') === 'large') {
      dataset.size = 'large';
    }
  } catch {
    // Storage can be forbidden; the system's setting is used then.
  }
})();
