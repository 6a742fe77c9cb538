// The desk without a framework: every page works without this file, it only makes it quicker.
import "htmx.org";
import { watchCopy } from "./copy.js";
import { watchDrop } from "./drop.js";
import { watchKeys } from "./keys.js";
import { openPalette, watchPalette } from "./palette.js";
import { watchPasskeys } from "./passkeys.js";
import { watchTicks } from "./ticks.js";
import { watchUploads } from "./upload.js";

function toggleTheme() {
  const root = document.documentElement;
  const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", theme);
  try {
    window.localStorage.setItem("otklik-theme", theme);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  closeMenus(target);
  const opener = target.closest("[data-dialog]");
  if (opener?.dataset.dialog === "palette") {
    event.preventDefault();
    openPalette();
  } else if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) target.close();
  if (target.closest("[data-theme-toggle]")) toggleTheme();
  const login = target.closest("[data-fill-login]");
  if (login) fillLogin(login.dataset.fillLogin);
  const emptied = target.closest("[data-empty]");
  if (emptied && document.querySelector(emptied.dataset.empty)?.childElementCount) {
    event.preventDefault();
    document.querySelector(emptied.dataset.empty).replaceChildren();
  }
  openRow(event, target);
}

function openRow(event, target) {
  const row = target.closest("tr[data-row]");
  const isOwn = target.closest("a, button, input, select, label, summary, textarea");
  if (!row || isOwn || String(window.getSelection() || "")) return;
  const link = row.querySelector("a[href]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.desk-menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

function fillLogin(login) {
  const field = document.querySelector("#login-form [name=username]");
  if (!field) return;
  field.value = login;
  document.querySelector("#login-form [name=password]")?.focus();
}

function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
  // Blank fields say nothing: without them the address can be read and kept.
  for (const field of form.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
}

// A second click on what opened a panel closes it, before htmx asks for the panel again.
function onPanelClick(event) {
  const opener = event.target instanceof Element ? event.target.closest("[data-toggles]") : null;
  const panel = opener && document.querySelector(opener.dataset.toggles);
  if (!panel?.childElementCount) return;
  event.preventDefault();
  event.stopPropagation();
  panel.replaceChildren();
}

document.addEventListener("click", onPanelClick, true);
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit-on-change]")) event.target.form?.requestSubmit();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeMenus(null);
  if (window.location.hash === "#menu") window.location.hash = "main";
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[method=get] [disabled], form:not([method]) [disabled]")) {
    field.disabled = false;
  }
});
watchCopy();
watchDrop();
watchKeys();
watchPalette();
watchPasskeys();
watchTicks();
watchUploads();
