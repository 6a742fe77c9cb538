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
  if (theme !== "light" && theme !== "dark") {
    theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.setAttribute("data-bs-theme", theme);
})();
