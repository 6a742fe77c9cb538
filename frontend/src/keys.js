// One-letter keys. They rest while one writes in a field or a dialog is open.

let isGoing = false;

function isWriting(target) {
  return target instanceof Element && Boolean(target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]"));
}

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = now === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
  const link = all[next].querySelector("a[href]");
  link?.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

function tick() {
  const row = rows().find((one) => one.contains(document.activeElement));
  const box = row?.querySelector("[data-tick]");
  box?.click();
  row?.querySelector("a[href]")?.focus();
}

// A deed of the card under its own letter.
function act(key) {
  const deed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  deed?.click();
  return Boolean(deed);
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) window.location.assign(link.href);
  return Boolean(link);
}

const DEEDS = {
  "/": () => {
    const field = document.getElementById("search");
    field?.focus();
    field?.select();
  },
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  "?": () => document.getElementById("help")?.showModal(),
};

// On a Russian keyboard the same keys give these letters.
const RUSSIAN = { о: "j", л: "k", ч: "x", п: "g", и: "b", ш: "i", ".": "/", ",": "?" };

function latin(event) {
  if (event.key in DEEDS || event.key === "g") return event.key;
  const layoutIsRussian = /[а-яё]/i.test(event.key) || event.code === "Slash";
  return layoutIsRussian ? RUSSIAN[event.key.toLowerCase()] || letterOf(event) : event.key;
}

function letterOf(event) {
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = latin(event);
  if (isGoing) {
    isGoing = false;
    if (go(key)) event.preventDefault();
    return;
  }
  if (key === "g") {
    isGoing = true;
    window.setTimeout(() => {
      isGoing = false;
    }, 1200);
    return;
  }
  if (key in DEEDS) {
    event.preventDefault();
    DEEDS[key]();
  } else if (act(key)) event.preventDefault();
}

export function watchKeys() {
  document.addEventListener("keydown", onKey);
}
