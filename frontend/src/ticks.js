// Choosing rows of a list: how many are chosen, all at once, a range with Shift.

let last = null;

function boxes() {
  return [...document.querySelectorAll("[data-tick]")];
}

function show() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-tick-count]")) {
    place.textContent = String(chosen);
    place.closest("form")?.classList.toggle("is-active", chosen > 0);
  }
  const whole = document.querySelector("[data-tick-all]");
  if (whole) {
    whole.checked = all.length > 0 && chosen === all.length;
    whole.indeterminate = chosen > 0 && chosen < all.length;
  }
}

function onClick(event) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement)) return;
  if (box.matches("[data-tick-all]")) {
    for (const one of boxes()) one.checked = box.checked;
    show();
  } else if (box.matches("[data-tick]")) {
    if (event.shiftKey && last) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    show();
  }
}

export function watchTicks() {
  document.addEventListener("click", onClick);
  window.addEventListener("pageshow", show);
}
