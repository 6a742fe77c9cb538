// Buttons with data-copy="#id" put the words of that element on the clipboard.
const SHOWN_FOR = 1500;

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const words = isField(source) ? source.value : source.innerText;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    copyBySelection(source);
  }
  button.classList.add("is-copied");
  window.setTimeout(() => button.classList.remove("is-copied"), SHOWN_FOR);
}

function isField(element) {
  return element instanceof HTMLTextAreaElement;
}

// Without https the browser gives no clipboard: select the words and copy the selection.
function copyBySelection(source) {
  if (isField(source)) {
    source.select();
    document.execCommand("copy");
    return;
  }
  const selection = window.getSelection();
  const range = document.createRange();
  range.selectNodeContents(source);
  selection.removeAllRanges();
  selection.addRange(range);
  document.execCommand("copy");
}

export function watchCopy() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (button) copy(button);
    // One click on a text that is there to be copied takes all of it.
    if (event.target instanceof Element && event.target.matches("textarea[data-select-all]")) event.target.select();
  });
}
