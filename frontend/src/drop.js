// Files dropped on [data-drop] go into its file input; without this the input works as it is.
function showNames(zone, input) {
  const shown = zone.querySelector("[data-drop-names]");
  if (shown) shown.textContent = [...input.files].map((file) => file.name).join("\n");
}

function onDrag(event) {
  const zone = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
  if (!zone || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  zone.classList.toggle("is-over", event.type === "dragover" || event.type === "dragenter");
  if (event.type !== "drop") return;
  const input = zone.querySelector("[data-drop-input]");
  if (!input) return;
  input.files = event.dataTransfer.files;
  showNames(zone, input);
}

export function watchDrop() {
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(name, onDrag);
  }
  document.addEventListener("change", (event) => {
    const zone = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
    if (zone && event.target.matches("[data-drop-input]")) showNames(zone, event.target);
  });
}
