// What every page can do where scripts run. Nothing here is needed to read: each
// part improves what is there without it, and one that fails leaves it as it was.
(function () {
  "use strict";
  var root = document.documentElement;

  // The switch of colours goes from the system's to light, to dark, and round.
  // A page sets what was chosen before it is painted: see partials/head.html.
  function themes() {
    var key = "dossier-theme";
    var button = document.querySelector(".theme");
    if (!button) return;
    var words = { "": button.title, light: button.dataset.light, dark: button.dataset.dark };
    var next = { "": "light", light: "dark", dark: "" };
    function show(theme) {
      if (!(theme in next)) theme = "";
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      button.title = words[theme];
      button.setAttribute("aria-label", words[theme]);
      return theme;
    }
    var theme = show(root.dataset.theme || "");
    button.addEventListener("click", function () {
      theme = show(next[theme]);
      try {
        if (theme) localStorage.setItem(key, theme);
        else localStorage.removeItem(key);
      } catch (e) {
        // Where nothing may be kept, the choice holds for this page.
      }
    });
    addEventListener("storage", function (event) {
      if (event.key === key) theme = show(event.newValue || "");
    });
  }

  themes();
})();
