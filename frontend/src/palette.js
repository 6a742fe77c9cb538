// "Go to…": the deeds of the page before one, then what the server finds.

function dialog() {
  return document.getElementById("palette");
}

function links() {
  return [...dialog().querySelectorAll("a")].filter((link) => link.checkVisibility());
}

// Deeds offered on the card under the dialog, under their own words.
function listDeeds(typed) {
  const place = dialog().querySelector("[data-palette-deeds]");
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  place.replaceChildren();
  for (const deed of document.querySelectorAll("[data-key]")) {
    const label = deed.textContent.trim();
    if (!words.every((word) => label.toLowerCase().includes(word))) continue;
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.className = "desk-goal";
    link.href = deed.href;
    link.append(deed.querySelector("svg")?.cloneNode(true) ?? "", label);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog().close();
      deed.click();
    });
    line.append(link);
    place.append(line);
  }
}

export function openPalette() {
  const box = dialog();
  if (!box || box.open) return;
  box.showModal();
  const field = box.querySelector("input");
  field.value = "";
  field.focus();
  listDeeds("");
  field.dispatchEvent(new Event("palette-open"));
}

function onKey(event) {
  const box = dialog();
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (!box?.open || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const all = links();
  const now = all.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? now + 1 : now - 1;
  (all[next] ?? box.querySelector("input")).focus();
}

function onSubmit(event) {
  if (!event.target.matches?.("[data-palette-form]")) return;
  event.preventDefault();
  links()[0]?.click();
}

export function watchPalette() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-words") listDeeds(event.target.value);
  });
}
