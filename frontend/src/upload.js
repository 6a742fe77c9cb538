// Shows how far an upload has come; without this the form goes as any form does.
const shown = (form, name) => form?.querySelector(`[data-upload-${name}]`);

function onProgress(event) {
  const form = event.target instanceof Element ? event.target.closest("[data-upload]") : null;
  const bar = shown(form, "shows");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
}

function onFailure(event) {
  const form = event.target instanceof Element ? event.target.closest("[data-upload]") : null;
  if (!form) return;
  shown(form, "shows").hidden = true;
  shown(form, "failed").hidden = false;
}

export function watchUploads() {
  document.addEventListener("htmx:xhr:progress", onProgress);
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, onFailure);
  }
}
