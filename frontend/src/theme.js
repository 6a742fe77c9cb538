// Runs in <head> before anything is painted: the page never flashes in the wrong colours.
(function () {
  "use strict";
  const root = document.documentElement;
  let theme = null;
  root.classList.add("js");
  try {
    theme = window.localStorage.getItem("otklik-theme");
  } catch {
    // Storage may be forbidden; the wish of the system decides then.
  }
  // The version for low vision has colours of its own, made over one of the two.
  if (root.dataset.sightTheme) theme = root.dataset.sightTheme;
  if (theme !== "light" && theme !== "dark") {
    theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.setAttribute("data-bs-theme", theme);
})();
